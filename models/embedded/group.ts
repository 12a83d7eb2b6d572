import { DbError } from './errors.ts';
import { evaluator, hasAccumulator } from './expressions.ts';
import type { MatchOptions } from './matching.ts';
import { calculate, isNumeric } from './numbers.ts';
import { compareKeys, orderKey } from './order.ts';
import { isPlain, toPlain, type Doc } from './values.ts';

/** Gathers the values of one output field of a group; `undefined` is a field that a document does not have. */
interface Accumulator { add(value: any): void; result(): any }

function sum(): Accumulator {
  let total: any = 0;
  return {
    add(value) {
      if (typeof value === 'number' && typeof total === 'number') total += value;
      else if (isNumeric(value)) total = calculate('$inc', total, value, '$sum');
    },
    result: () => toPlain(total),
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
    result: () => (count === 0 ? null : Number(total.result().toString()) / count),
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

function push(): Accumulator {
  const list: any[] = [];
  return { add: (value) => void (value !== undefined && list.push(value)), result: () => list };
}

function addToSet(): Accumulator {
  const seen = new Map<string, any>();
  return {
    add(value) {
      if (value !== undefined) seen.set(orderKey(value), value);
    },
    result: () => [...seen.values()],
  };
}

function count(): Accumulator {
  let n = 0;
  return { add: () => void n++, result: () => n };
}

const ACCUMULATORS: Record<string, (() => Accumulator) | undefined> = {
  $sum: sum, $avg: average, $min: extreme(-1), $max: extreme(1), $first: first, $last: last, $push: push,
  $addToSet: addToSet, $count: count,
};

function isOurs(name: string): boolean {
  return ACCUMULATORS[name] !== undefined;
}

/** `$group`, fed with one document at a time, so that it needs the memory of its groups only. */
export class Grouper {
  private readonly keyOf: (doc: Doc) => any;
  private readonly fields: Array<{ name: string; make: () => Accumulator; valueOf: (doc: Doc) => any }>;
  private readonly groups = new Map<string, { id: any; accumulators: Accumulator[] }>();

  /** Whether every accumulator of a `$group` is one of ours; the others are left to mingo. */
  static canDo(spec: unknown): spec is Doc {
    return isPlain(spec) && '_id' in spec && Object.entries(spec).every(([name, given]) => (
      name === '_id' || (isPlain(given) && Object.keys(given).length === 1 && Object.keys(given).every(isOurs))
    ));
  }

  constructor({ _id, ...fields }: Doc, options: MatchOptions, keyOf = valueOf(_id, options)) {
    this.keyOf = keyOf;
    this.fields = Object.entries(fields).map(([name, given]) => {
      const [[operator, expr]] = Object.entries(given as Doc) as [[string, any]];
      return { name, make: ACCUMULATORS[operator]!, valueOf: valueOf(expr, options) };
    });
  }

  add(doc: Doc): void {
    const id = this.keyOf(doc) ?? null;
    const key = orderKey(id);
    let group = this.groups.get(key);
    if (!group) this.groups.set(key, group = { id, accumulators: this.fields.map(({ make }) => make()) });
    for (const [i, field] of this.fields.entries()) group.accumulators[i]!.add(field.valueOf(doc));
  }

  result(): Doc[] {
    return Array.from(this.groups.values(), ({ id, accumulators }) => ({
      _id: id, ...Object.fromEntries(this.fields.map(({ name }, i) => [name, accumulators[i]!.result()])),
    }));
  }
}

/** Throws MongoDB's errors for a `$group` that cannot be one. */
export function checkGroup(spec: unknown): void {
  if (!isPlain(spec)) throw new DbError('Location15947', "a group's fields must be specified in an object");
  if (!('_id' in spec)) throw new DbError('Location15955', 'a group specification must include an _id');
  for (const [name, given] of Object.entries(spec)) {
    if (name === '_id') continue;
    const operators = isPlain(given) ? Object.keys(given) : [];
    if (operators[0]?.[0] !== '$') {
      throw new DbError('Location40234', `The field '${name}' must be an accumulator object`);
    }
    if (operators.length > 1) {
      throw new DbError('Location40238', `The field '${name}' must specify one accumulator`);
    }
    if (!hasAccumulator(operators[0])) throw new DbError('Location15952', `unknown group operator '${operators[0]}'`);
  }
}

/** The value of an expression; of a number or a plain field without the way through the library. */
function valueOf(expr: any, options: MatchOptions): (doc: Doc) => any {
  if (expr === null || typeof expr === 'number') return () => expr;
  const field = typeof expr === 'string' && /^\$([^$.]+)$/.exec(expr)?.[1];
  if (field) return (doc) => (Object.hasOwn(doc, field) ? doc[field] : undefined);
  return evaluator(expr, options);
}
