// Parses a formula in x and y; computes its value with both partial derivatives, and writes it in C#. No eval: a small parser
// builds a tree of functions. The arithmetic is that of the library's Dual, DualMath and Powers, operation by operation.
"use strict";
const HillFormula = (() => {
  // ---- Dual numbers: [value, ∂x, ∂y] ----

  const scaled = (factor, derivative) => derivative === 0 ? 0 : factor * derivative;
  const through = (a, h, slope) => [h, scaled(slope, a[1]), scaled(slope, a[2])];
  const product = (x, n) => {
    let result = 1;
    for (let square = x, bits = n; bits > 0; bits >>= 1, square *= square)
      if (bits & 1) result *= square;
    return result;
  };
  const powerOf = (x, p) => Number.isInteger(p) && Math.abs(p) <= 64 ? (p < 0 ? 1 / product(x, -p) : product(x, p)) : Math.pow(x, p);
  const constantPower = (a, p) => through(a, powerOf(a[0], p), p === 0 ? 0 : p * powerOf(a[0], p - 1));
  const tie = (value, a, b) => [value, (a[1] + b[1]) / 2, (a[2] + b[2]) / 2];

  const add = (a, b) => [a[0] + b[0], a[1] + b[1], a[2] + b[2]];
  const negative = a => [-a[0], -a[1], -a[2]];
  const power = (a, b) => {
    const alongBase = constantPower(a, b[0]);
    if (b[1] === 0 && b[2] === 0) return alongBase;
    return add(alongBase, through(b, 0, a[0] === 0 && b[0] > 0 ? 0 : alongBase[0] * Math.log(a[0])));
  };
  const operators = {
    "+": add,
    "-": (a, b) => [a[0] - b[0], a[1] - b[1], a[2] - b[2]],
    "*": (a, b) => [a[0] * b[0], scaled(b[0], a[1]) + scaled(a[0], b[1]), scaled(b[0], a[2]) + scaled(a[0], b[2])],
    "/": (a, b) => {
      const quotient = a[0] / b[0];
      const along = (da, db) => da === 0 && db === 0 ? 0 : (da - scaled(quotient, db)) / b[0];
      return [quotient, along(a[1], b[1]), along(a[2], b[2])];
    },
    "^": power,
  };
  const functions = {
    exp: a => { const e = Math.exp(a[0]); return through(a, e, e); },
    log: a => through(a, Math.log(a[0]), a[0] < 0 ? NaN : 1 / a[0]),
    sqrt: a => { const root = Math.sqrt(a[0]); return through(a, root, root === 0 ? Infinity : 0.5 / root); },
    sin: a => through(a, Math.sin(a[0]), Math.cos(a[0])),
    cos: a => through(a, Math.cos(a[0]), -Math.sin(a[0])),
    tan: a => { const tan = Math.tan(a[0]); return through(a, tan, 1 + tan * tan); },
    tanh: a => { const cosh = Math.cosh(a[0]); return through(a, Math.tanh(a[0]), 1 / cosh / cosh); },
    abs: a => a[0] > 0 ? a : a[0] < 0 ? negative(a) : through(a, Math.abs(a[0]), 0),
    max: (a, b) => a[0] > b[0] ? a : a[0] < b[0] ? b : tie(Math.max(a[0], b[0]), a, b),
    min: (a, b) => a[0] < b[0] ? a : a[0] > b[0] ? b : tie(Math.min(a[0], b[0]), a, b),
    pow: power,
  };
  const csharpName = { exp: "Exp", log: "Log", sqrt: "Sqrt", sin: "Sin", cos: "Cos", tan: "Tan", tanh: "Tanh", abs: "Abs", max: "Max", min: "Min", pow: "Pow" };
  const constants = { pi: [Math.PI, "Math.PI"], "π": [Math.PI, "Math.PI"], e: [Math.E, "Math.E"] };

  // ---- Reading ----

  const longest = 300, deepest = 40;
  const superscripts = "⁰¹²³⁴⁵⁶⁷⁸⁹";
  const fail = text => { throw new HillFormulaError(text); };
  class HillFormulaError extends Error {}

  function tokens(text) {
    const plain = text.replace(/[−–]/g, "-").replace(/[·×∗]/g, "*").replace(/÷/g, "/").replace(/\*\*/g, "^")
      .replace(/[⁰¹²³⁴⁵⁶⁷⁸⁹]+/g, digits => "^" + [...digits].map(digit => superscripts.indexOf(digit)).join(""))
      .replace(/^\s*(\(\s*x\s*,\s*y\s*\)\s*=>|f\s*\(\s*x\s*,\s*y\s*\)\s*=(?!=))/, "");
    const found = [];
    const token = /\s*(?:((?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)|((?:Math\.)?[A-Za-zα-ωΑ-Ω_]\w*)|([-+*\/^(),]))/y;
    let at = 0;
    while (plain.slice(at).trim() !== "") {
      token.lastIndex = at;
      const match = token.exec(plain);
      if (!match) {
        const sign = [...plain.slice(at).trim()][0];
        fail(sign === "=" ? "Write only what f is equal to, without “=”."
          : sign === "|" ? "Write abs(x) for |x|."
          : `“${sign}” has no meaning here. Use + - * / ^ and parentheses.`);
      }
      at = token.lastIndex;
      found.push(match[1] !== undefined ? { kind: "number", text: match[1] } : match[2] !== undefined ? { kind: "name", text: match[2] } : { kind: match[3] });
    }
    return found;
  }

  // Each node: dual(x, y), csharp(asDouble), rank (how tightly it binds in C#), constant, atom (C# may say 2 * 3 without parentheses).
  function read(text) {
    if (text.trim() === "") fail("Type a formula in x and y, such as x^2 + 3*y^2.");
    if (text.length > longest) fail(`The formula has ${text.length} characters; at most ${longest} are read.`);
    const all = tokens(text);
    if (all.length === 0) fail("Type a formula in x and y, such as x^2 + 3*y^2.");
    let at = 0, depth = 0;
    const next = () => all[at]?.kind;
    const take = kind => next() === kind ? (at++, true) : false;
    const deeper = parse => {
      if (++depth > deepest) fail(`The formula is nested more than ${deepest} deep.`);
      const node = parse();
      depth--;
      return node;
    };

    const sum = () => deeper(() => {
      let left = term();
      while (next() === "+" || next() === "-") left = binary(all[at++].kind, left, term());
      return left;
    });
    const startsFactor = () => ["number", "name", "("].includes(next());
    const term = () => {
      let left = signed();
      for (;;) {
        if (next() === "*" || next() === "/") left = binary(all[at++].kind, left, signed());
        else if (startsFactor()) left = binary("*", left, raised()); // 2x, 3(x + 1)
        else return left;
      }
    };
    const signed = () => next() === "-" ? (at++, deeper(() => minus(signed()))) : take("+") ? deeper(signed) : raised();
    const raised = () => {
      const base = primary();
      return take("^") ? deeper(() => raise(base, signed())) : base;
    };
    const primary = () => {
      const token = all[at++];
      if (token?.kind === "number") return number(token.text);
      if (token?.kind === "name") return named(token.text);
      if (token?.kind === "(") {
        const inside = sum();
        close(inside);
        return inside;
      }
      if (token === undefined) fail("The formula stops in the middle: something is missing at its end.");
      if (token.kind === ")") fail(at === 1 || all[at - 2].kind === "(" ? "There is nothing between “(” and “)”." : "Something is missing before “)”.");
      if (token.kind === ",") fail("A comma stands only between the two numbers of max, min and pow. Write 0.5 with a point.");
      fail(`Something is missing before “${token.kind}”.`);
    };
    const close = () => {
      if (next() === ",") fail("A comma stands only between the two numbers of max, min and pow. Write 0.5 with a point.");
      if (!take(")")) fail("A “)” is missing.");
    };
    const named = given => {
      const name = given.replace(/^Math\./, "").toLowerCase();
      const known = name === "ln" ? "log" : name;
      if (known === "x" || known === "y") return variable(known);
      if (Object.hasOwn(constants, known)) return constant(...constants[known]);
      if (!Object.hasOwn(functions, known)) {
        const letters = [...known];
        fail(letters.length < 4 && letters.every(letter => letter === "x" || letter === "y")
          ? `Write ${letters.join("*")} for ${given}.`
          : `“${given}” is unknown. There are x, y, pi, e and the functions ${Object.keys(functions).join(", ")}.`);
      }
      if (!take("(")) fail(`Write ${known}(…) with parentheses.`);
      const first = sum();
      const wanted = functions[known].length;
      if (wanted === 1) {
        if (next() === ",") fail(`${known} takes one number. Write 0.5 with a point.`);
        close();
        return call(known, first);
      }
      if (!take(",")) fail(`${known} takes two numbers: ${known}(x, y).`);
      const second = sum();
      if (next() === ",") fail(`${known} takes two numbers: ${known}(x, y).`);
      close();
      return call(known, first, second);
    };

    const tree = sum();
    if (at < all.length) fail(next() === ")" ? "There is a “)” too many." : "A comma stands only between the two numbers of max, min and pow. Write 0.5 with a point.");
    return { dual: (x, y) => tree.dual(x, y), csharp: tree.csharp(false) };
  }

  // ---- The tree ----

  const [sumRank, termRank, unaryRank, atomRank] = [1, 2, 3, 4];
  const variable = name => ({ dual: name === "x" ? x => [x, 1, 0] : (x, y) => [y, 0, 1], csharp: () => name, rank: atomRank, constant: false });
  const constant = (value, text) => ({ dual: () => [value, 0, 0], csharp: () => text, rank: atomRank, constant: true });
  const number = text => {
    const value = Number(text);
    if (!Number.isFinite(value)) fail(`${text} is too large.`);
    const whole = /^\d+$/.test(text);
    const written = text.replace(/^\./, "0.").replace(/\.(?!\d)/, ".0");
    // C# has integer division: beside another constant, each constant is written as a double.
    return { dual: () => [value, 0, 0], csharp: asDouble => whole && (asDouble || value > 2147483647) ? `${written}.0` : written, rank: atomRank, constant: true };
  };
  const minus = a => ({ dual: (x, y) => negative(a.dual(x, y)), csharp: asDouble => `-${inside(a, unaryRank, asDouble)}`, rank: unaryRank, constant: a.constant });
  const inside = (node, rank, asDouble) => {
    const text = node.csharp(asDouble);
    return node.rank < rank || (rank === unaryRank && text.startsWith("-")) ? `(${text})` : text;
  };
  const binary = (sign, a, b) => {
    const apply = operators[sign], both = a.constant && b.constant;
    const rank = sign === "+" || sign === "-" ? sumRank : termRank;
    return {
      dual: (x, y) => apply(a.dual(x, y), b.dual(x, y)),
      // The right side of the same rank keeps its parentheses: floating-point sums are not associative.
      csharp: asDouble => `${inside(a, rank, asDouble || both)} ${sign} ${inside(b, rank + 1, asDouble || both)}`,
      rank,
      constant: both,
    };
  };
  const call = (name, ...given) => ({
    dual: given.length === 1 ? (x, y) => functions[name](given[0].dual(x, y)) : (x, y) => functions[name](given[0].dual(x, y), given[1].dual(x, y)),
    csharp: () => `${csharpName[name]}(${given.map(one => one.csharp(false)).join(", ")})`,
    rank: atomRank,
    constant: given.every(one => one.constant),
  });
  const raise = (a, b) => call("pow", a, b);

  return { read, FormulaError: HillFormulaError };
})();
