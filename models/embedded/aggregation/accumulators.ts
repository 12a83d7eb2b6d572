import { Double } from 'bson';
import { arithmetic, divide, isNumeric, isWhole } from '../values/numbers.ts';
import { compareKeys, orderKey } from '../values/order.ts';
import type { Memory } from './memory.ts';

/** Gathers values one by one; `undefined` is a field that a document does not have. */
interface Accumulator { add(value: any): void; result(): any }

/** Whole numbers are summed apart, in one variable: nearly all sums are counts. */
function sum(): Accumulator {
  let whole = 0;
  let rest: any = 0;
  return {
    add(value) {
      if (isWhole(value)) whole += Number(value);
      else if (isNumeric(value)) rest = arithmetic('add', rest, value);
    },
    result: () => arithmetic('add', whole, rest),
  };
}

function average(): Accumulator {
  const total = sum();
  let count = 0;
  return {
    add(value) {
      if (!isNumeric(value)) return;
      total.add(value);
      count++;
    },
    result: () => (count === 0 ? null : divide(total.result(), new Double(count))),
  };
}

function extreme(sign: 1 | -1): () => Accumulator {
  return () => {
    let best: any = null;
    let bestKey: string | undefined;
    return {
      add(value) {
        if (value === undefined || value === null) return;
        const key = orderKey(value);
        if (bestKey !== undefined && compareKeys(key, bestKey) * sign <= 0) return;
        best = value;
        bestKey = key;
      },
      result: () => best,
    };
  };
}

function first(): Accumulator {
  let value: any;
  let any = false;
  return {
    add(next) {
      if (!any) value = next;
      any = true;
    },
    result: () => value ?? null,
  };
}

function last(): Accumulator {
  let value: any;
  return { add: (next) => void (value = next), result: () => value ?? null };
}

function push(memory: Memory): Accumulator {
  const list: any[] = [];
  return {
    add(value) {
      if (value === undefined) return;
      memory.hold(value);
      list.push(value);
    },
    result: () => list,
  };
}

function addToSet(memory: Memory): Accumulator {
  const seen = new Map<string, any>();
  return {
    add(value) {
      if (value === undefined) return;
      const key = orderKey(value);
      if (seen.has(key)) return;
      memory.hold([key, value]);
      seen.set(key, value);
    },
    result: () => [...seen.values()],
  };
}

function count(): Accumulator {
  let n = 0;
  return { add: () => void n++, result: () => n };
}

/** The accumulators of `$group` by name. What keeps all its values counts them. */
export const ACCUMULATORS: Record<string, ((memory: Memory) => Accumulator) | undefined> = {
  $sum: sum, $avg: average, $min: extreme(-1), $max: extreme(1), $first: first, $last: last, $push: push,
  $addToSet: addToSet, $count: count,
};
