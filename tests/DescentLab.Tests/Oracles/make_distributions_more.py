"""Survival functions at 60 digits (mpmath): far tails, many and few degrees of freedom. Writes distributions_more.json."""
import json
import random

import mpmath as mp

mp.mp.dps = 60
random.seed(11)
SMALLEST = mp.mpf(10) ** -290

# x and 1 - x, each rounded, lie above the threshold where the two series swap.
T_AT_THRESHOLD = [(1.694798048598097, 45.0)]
F_AT_THRESHOLD = [(2 / 3, 2.0, 1.0), (0.9, 4.0, 3.0), (1.6, 3.0, 48.0), (1.3, 6.0, 78.0), (1.36, 5.0, 68.0), (51 / 19, 1.0, 17.0)]


def beta_cdf(a, b, x, y):
    """I_x(a, b) from whichever hypergeometric series has only positive terms and a small argument."""
    front = mp.exp(a * mp.log(x) + b * mp.log(y) + mp.loggamma(a + b) - mp.loggamma(a) - mp.loggamma(b))
    if x < (a + 1) / (a + b + 2):
        return front / a * mp.hyp2f1(1, a + b, a + 1, x, maxterms=10**7)
    return 1 - front / b * mp.hyp2f1(1, a + b, b + 1, y, maxterms=10**7)


def student(t, df):
    t, df = mp.mpf(t), mp.mpf(df)
    x, y = df / (df + t * t), t * t / (df + t * t)
    p = beta_cdf(df / 2, mp.mpf(1) / 2, x, y) / 2
    return p if t > 0 else 1 - p


def f_sf(x, d1, d2):
    x, d1, d2 = mp.mpf(x), mp.mpf(d1), mp.mpf(d2)
    return beta_cdf(d2 / 2, d1 / 2, d2 / (d2 + d1 * x), d1 * x / (d2 + d1 * x))


def chi2(x, df):
    return mp.gammainc(mp.mpf(df) / 2, mp.mpf(x) / 2, mp.inf, regularized=True)


def table(columns, rows):
    return {"columns": columns, "rows": [[*args, float(v)] for args, v in rows if v > SMALLEST]}


def draw(n, args, value):
    rows = []
    for _ in range(n):
        a = args()
        rows.append((a, value(*a)))
    return rows


def at(arguments, value):
    return [(a, value(*a)) for a in arguments]


def power(low, high):
    return float("%.6g" % 10 ** random.uniform(low, high))


def main():
    tables = {
        "student_t_sf": table(["t", "df", "sf"], draw(120, lambda: (power(-3, 1.6), power(-0.3, 6)), student)
                              + draw(20, lambda: (power(2, 100), power(-0.3, 0.5)), student)
                              + at(T_AT_THRESHOLD, student)),
        "f_sf": table(["F", "df1", "df2", "sf"], draw(80, lambda: (power(-2, 1.5), power(0, 2), power(0, 4)), f_sf)
                      + at(F_AT_THRESHOLD, f_sf)),
        "chi2_sf": table(["x", "df", "sf"], draw(40, lambda: (power(-3, 3), power(0, 2)), chi2)
                         + draw(20, lambda: (power(2.7, 3.3), power(2.9, 3.1)), chi2)),
        "regularized_incomplete_beta": table(
            ["a", "b", "x", "I"],
            draw(60, lambda: (power(-2, 2), power(-2, 2), round(random.uniform(0.001, 0.999), 6)),
                 lambda a, b, x: beta_cdf(mp.mpf(a), mp.mpf(b), mp.mpf(x), 1 - mp.mpf(x)))),
    }
    for name, t in tables.items():
        print(name, len(t["rows"]))
    with open(__file__.replace("make_distributions_more.py", "distributions_more.json"), "w") as f:
        f.write("{\n" + ",\n".join(f'"{n}": {{"columns": {json.dumps(t["columns"])}, "rows": [\n'
                                   + ",\n".join(json.dumps(r) for r in t["rows"]) + "\n]}" for n, t in tables.items()) + "\n}\n")


if __name__ == "__main__":
    main()
