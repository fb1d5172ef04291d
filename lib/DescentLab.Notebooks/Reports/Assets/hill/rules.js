// The eight rules of the library on a function of two variables, operation by operation as in lib/DescentLab/Optimizers:
// the tests compare whole paths.
"use strict";
const HillRules = (() => {
  const ratio = (a, b) => b === 0 ? 0 : a / b; // 0/0 is a zero step
  const power = (x, n) => {
    let result = 1;
    for (let square = x, bits = n; bits > 0; bits >>= 1, square *= square)
      if (bits & 1) result *= square;
    return result;
  };

  // Each rule moves one component x along its gradient g; s is its state, t counts the steps from 1.
  const rules = [
    { name: "gradient descent", type: "GradientDescent", move: (x, g, s, eta) => x - eta * g },
    { name: "momentum", type: "Momentum", hasMu: true, move: roll },
    { name: "Nesterov", type: "Nesterov", hasMu: true, ahead: (x, s, mu) => x + mu * s.v, move: roll },
    {
      name: "RMSprop", type: "RmsProp",
      move: (x, g, s, eta) => {
        s.m = 0.9 * s.m + (1 - 0.9) * (g * g);
        return x - ratio(eta * g, Math.sqrt(s.m));
      },
    },
    {
      name: "RMSprop-Nesterov", type: "RmsPropNesterov", hasMu: true, ahead: (x, s, mu) => x + mu * s.v,
      move: (x, g, s, eta, mu) => {
        s.m = 0.9 * s.m + (1 - 0.9) * (g * g);
        s.v = mu * s.v - ratio(eta * g, Math.sqrt(s.m));
        return x + s.v;
      },
    },
    {
      name: "Adagrad", type: "Adagrad",
      move: (x, g, s, eta) => {
        s.m += g * g;
        return x - ratio(eta * g, Math.sqrt(s.m));
      },
    },
    {
      name: "Adadelta", type: "Adadelta",
      move: (x, g, s, eta) => {
        s.m = 0.95 * s.m + (1 - 0.95) * (g * g);
        const step = -(Math.sqrt(s.v + 1e-6) / Math.sqrt(s.m + 1e-6)) * g;
        s.v = 0.95 * s.v + (1 - 0.95) * (step * step);
        return x + eta * step;
      },
    },
    {
      name: "Adam", type: "Adam",
      move: (x, g, s, eta, mu, t) => {
        s.m = 0.9 * s.m + (1 - 0.9) * g;
        s.v = 0.999 * s.v + (1 - 0.999) * (g * g);
        return x - ratio(eta * (s.m / (1 - power(0.9, t))), Math.sqrt(s.v / (1 - power(0.999, t))) + 1e-8);
      },
    },
  ];

  function roll(x, g, s, eta, mu) {
    s.v = mu * s.v - eta * g;
    return x + s.v;
  }

  // The rule in C#. Parameters that are not given have their defaults, as above.
  const csharp = (rule, eta, mu) => rule.type === "RmsPropNesterov" ? `new RmsPropNesterov<double>(${eta}, mu: ${mu})`
    : rule.type === "Adadelta" ? `new Adadelta<double>(learningRate: ${eta})`
    : `new ${rule.type}<double>(${eta}${rule.hasMu ? `, ${mu}` : ""})`;

  // A complete descent, like Descent.Run: it ends before a point where f or its slope is not a number.
  function run(f, rule, eta, mu, [x, y], steps) {
    const state = [{ m: 0, v: 0 }, { m: 0, v: 0 }];
    const path = { x: [x], y: [y], f: [f(x, y)[0]], diverged: null };
    if (!Number.isFinite(path.f[0])) return { ...path, diverged: 0 };
    for (let t = 1; t <= steps; t++) {
      const at = rule.ahead ? [rule.ahead(x, state[0], mu), rule.ahead(y, state[1], mu)] : [x, y];
      const [, gx, gy] = f(at[0], at[1]);
      if (!Number.isFinite(gx) || !Number.isFinite(gy)) return { ...path, diverged: t };
      x = rule.move(x, gx, state[0], eta, mu, t);
      y = rule.move(y, gy, state[1], eta, mu, t);
      const value = f(x, y)[0];
      if (!Number.isFinite(value) || !Number.isFinite(x) || !Number.isFinite(y)) return { ...path, diverged: t };
      path.x.push(x);
      path.y.push(y);
      path.f.push(value);
    }
    return path;
  }

  return { rules, run, csharp };
})();
