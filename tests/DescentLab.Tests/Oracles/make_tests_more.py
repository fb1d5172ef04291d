"""Tests that B_statistics.json lacks, at 50 digits or by counting (mpmath): ANOVA, Kruskal-Wallis, Wilcoxon, paired t,
Mann-Whitney exact for larger samples, Hedges' g, permutation, Fisher's exact test. Writes tests_more.json."""
import itertools
import json
import random
from fractions import Fraction
from math import comb

import mpmath as mp

from make_distributions_more import chi2, f_sf, student

mp.mp.dps = 50
random.seed(5)


def exact(x):
    return [mp.mpf(v) for v in x]


def mean(x):
    return sum(x) / len(x)


def squares(x):
    m = mean(x)
    return sum((v - m) ** 2 for v in x)


def two_sided_t(t, df):
    return 2 * student(abs(t), df) if t else mp.mpf(1)


def ranks(x):
    s = sorted(x)
    return [Fraction(sum(v < w for v in s) * 2 + s.count(w) + 1, 2) for w in x]


def ties(x):
    return sum(x.count(v) ** 3 - x.count(v) for v in set(x))


def holm(p):
    order = sorted(range(len(p)), key=lambda i: p[i])
    out, largest = [None] * len(p), 0
    for k, i in enumerate(order):
        largest = max(largest, min(1, (len(p) - k) * p[i]))
        out[i] = largest
    return out


def anova(groups):
    g = [exact(x) for x in groups]
    everything = [v for x in g for v in x]
    m, n, k = mean(everything), len(everything), len(g)
    between = sum(len(x) * (mean(x) - m) ** 2 for x in g)
    within = sum(squares(x) for x in g)
    f = between / (k - 1) / (within / (n - k))
    pairs = [two_sided_t((mean(a) - mean(b)) / mp.sqrt(within / (n - k) * (mp.mpf(1) / len(a) + mp.mpf(1) / len(b))), n - k)
             for a, b in itertools.combinations(g, 2)]
    return {"F": f, "p": f_sf(f, k - 1, n - k), "eta2": between / (between + within), "pairs": pairs, "holm": holm(pairs)}


def kruskal(groups):
    everything = [v for x in groups for v in x]
    r, n = ranks(everything), len(everything)
    total, first = Fraction(0), 0
    for x in groups:
        total += Fraction(sum(r[first:first + len(x)])) ** 2 / len(x)
        first += len(x)
    h = (Fraction(12, n * (n + 1)) * total - 3 * (n + 1)) / (1 - Fraction(ties(everything), n ** 3 - n))
    h = mp.mpf(h.numerator) / h.denominator
    return {"H": h, "p": chi2(h, len(groups) - 1)}


def normal_tail(z):
    return mp.erfc(z / mp.sqrt(2)) / 2


def wilcoxon(d):
    kept = [v for v in d if v != 0]
    r, n = ranks([abs(v) for v in kept]), len(kept)
    plus = sum((q for q, v in zip(r, kept) if v > 0), Fraction(0))
    total = Fraction(n * (n + 1), 2)
    tie = ties([abs(v) for v in kept])
    sigma = mp.sqrt(mp.mpf(n * (n + 1) * (2 * n + 1)) / 24 - mp.mpf(tie) / 48)
    out = {"W+": float(plus), "W-": float(total - plus)}
    for side, w in (("greater", plus), ("less", total - plus), ("two_sided", max(plus, total - plus))):
        for name, shift in (("cc", 0.5), ("nocc", 0)):
            tail = normal_tail((mp.mpf(float(w - total / 2)) - shift) / sigma)
            out[f"{name}_{side}"] = min(1, 2 * tail) if side == "two_sided" else tail
    if not tie and n == len(d):
        counts = [1]
        for rank in range(1, n + 1):
            counts = [(counts[v] if v < len(counts) else 0) + (counts[v - rank] if v >= rank else 0)
                      for v in range(len(counts) + rank)]
        upper = lambda w: mp.mpf(sum(counts[int(w):])) / 2 ** n
        out["exact_greater"], out["exact_less"] = upper(plus), upper(total - plus)
        out["exact_two_sided"] = min(1, 2 * min(out["exact_greater"], out["exact_less"]))
    return out


def mann_whitney_exact(a, b):
    m, n = len(a), len(b)
    u1 = sum(x > y for x in a for y in b)
    # Coefficients of the Gaussian binomial in exact integers.
    poly = [1]
    for i in range(1, m + 1):
        top = poly + [0] * (n + i)
        for v in range(len(top) - 1, n + i - 1, -1):
            top[v] -= top[v - n - i]
        for v in range(i, len(top)):
            top[v] += top[v - i]
        poly = top[:i * n + 1]
    ways = sum(poly)
    out = {"U1": u1, "greater": mp.mpf(sum(poly[u1:])) / ways, "less": mp.mpf(sum(poly[:u1 + 1])) / ways}
    out["two_sided"] = min(1, 2 * min(out["greater"], out["less"]))
    return out


def paired(a, b):
    d = [x - y for x, y in zip(exact(a), exact(b))]
    t = mean(d) / mp.sqrt(squares(d) / (len(d) - 1) / len(d))
    return {"t": t, "p": two_sided_t(t, len(d) - 1), "greater": student(t, len(d) - 1)}


def hedges(a, b):
    a, b = exact(a), exact(b)
    df = mp.mpf(len(a) + len(b) - 2)
    return mp.gamma(df / 2) / mp.sqrt(df / 2) / mp.gamma((df - 1) / 2) * (mean(a) - mean(b)) / mp.sqrt((squares(a) + squares(b)) / df)


def permutation(a, b):
    # The decimals as written: 0.1 + 0.2 + 0.3 equals 3 · 0.2.
    everything = [Fraction(str(v)) for v in [*a, *b]]
    observed, deals = sum(everything[:len(a)]), list(itertools.combinations(everything, len(a)))
    greater = Fraction(sum(sum(c) >= observed for c in deals), len(deals))
    less = Fraction(sum(sum(c) <= observed for c in deals), len(deals))
    return {"greater": float(greater), "less": float(less), "two_sided": float(min(1, 2 * min(greater, less)))}


def fisher(k1, n1, k2, n2):
    # Whole numbers: the ways to deal k1 + k2 hits out to both groups.
    hits = k1 + k2
    ways = {k: comb(n1, k) * comb(n2, hits - k) for k in range(max(0, hits - n2), min(hits, n1) + 1)}
    share = lambda part: mp.mpf(sum(part)) / sum(ways.values())
    return {"greater": share(w for k, w in ways.items() if k >= k1), "less": share(w for k, w in ways.items() if k <= k1),
            "two_sided": share(w for w in ways.values() if w <= ways[k1])}


def sample(n, mu=0.0, sd=1.0, digits=6):
    return [round(random.gauss(mu, sd), digits) for _ in range(n)]


oysters = [[0.0571, 0.0813, 0.0831, 0.0976, 0.0817, 0.0859, 0.0735, 0.0659, 0.0923, 0.0836],
           [0.0873, 0.0662, 0.0672, 0.0819, 0.0749, 0.0649, 0.0835, 0.0725],
           [0.0974, 0.1352, 0.0817, 0.1016, 0.0968, 0.1064, 0.105],
           [0.1033, 0.0915, 0.0781, 0.0685, 0.0677, 0.0697, 0.0764, 0.0689],
           [0.0703, 0.1026, 0.0956, 0.0973, 0.1039, 0.1045]]
group_sets = [oysters, [sample(5, 0.91, 0.003), sample(5, 0.915, 0.002), sample(5, 0.9, 0.004), sample(5, 0.917, 0.001)],
              [sample(30, m, 1, 1) for m in (0, 0.5, 3)], [sample(40, m, 0.01) for m in (1, 2, 3)],
              [[1e9 + round(v, 2) for v in sample(8, m)] for m in (0, 1)], [sample(1), sample(6), sample(2)]]
differences = [sample(10, 0.5), sample(25, 1), sample(60, 0.8), sample(120, 1.5), [6, 8, 14, 16, 23, 24, 28, 29, 41, -48, 49, 56, 60, -67, 75],
               [round(v) for v in sample(40, 0.6, 2)], sample(400, 0.3), [1.5], [0.0, 1.0, -1.0, 2.0, 0.0]]
pairs = [(sample(30, 0), sample(60, 0.4)), (sample(5), sample(100, 1)), (sample(45, 2), sample(50)), (sample(100), sample(100, 3)),
         (sample(3), sample(1)), (sample(1), sample(40))]
small = [(sample(4, 1), sample(5)), ([1, 2, 2, 3], [2, 3, 3, 4, 5]), ([0.1, 0.2, 0.3], [0.3, 0.2, 0.1]), (sample(1), sample(500, 1))]
paired_sets = [(sample(12, 1), sample(12)), ([0.1 * i for i in range(9)], [0.1 * i + 0.3 + 0.01 * (i % 3) for i in range(9)]), (sample(200, 5), sample(200))]
fisher_counts = [(25, 100, 41, 188), (25, 100, 0, 100), (3, 4, 1, 4), (0, 5, 0, 7), (5, 5, 7, 7), (1, 1, 0, 1), (10, 20, 10, 20),
                 (0, 50, 50, 50), (7, 1000, 400, 1000), (3, 10, 5, 8), (1200, 4000, 1300, 3900), (2, 30, 9, 12)]
cases = {
    "groups": [{"groups": g, "anova": anova(g), "kruskal": kruskal(g)} for g in group_sets],
    "wilcoxon": [{"d": d, **wilcoxon(d)} for d in differences],
    "mann_whitney_exact": [{"a": a, "b": b, **mann_whitney_exact(a, b)} for a, b in pairs],
    "paired": [{"a": a, "b": b, **paired(a, b)} for a, b in paired_sets],
    "hedges": [{"a": a, "b": b, "g": hedges(a, b)} for a, b in (small[0], small[1], pairs[0], pairs[2])],
    "permutation": [{"a": a, "b": b, **permutation(a, b)} for a, b in small],
    "fisher": [{"counts": c, **fisher(*c)} for c in fisher_counts],
}


class Rounded(json.JSONEncoder):
    def default(self, o):
        return float(o)


with open(__file__.replace("make_tests_more.py", "tests_more.json"), "w") as out:
    json.dump(cases, out, cls=Rounded, separators=(",", ":"))
    out.write("\n")
