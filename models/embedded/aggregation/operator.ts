import { DbError } from '../errors.ts';
import { isPlain } from '../values/values.ts';
import type { Compile, Expression, Scope } from './expressions.ts';

/** Makes an expression of an operator's argument. */
export type Operator = (arg: any, compile: Compile, name: string) => Expression;

/** True for null and for what is not there. */
export function isMissing(value: unknown): value is null | undefined {
  return value === null || value === undefined;
}

/** The name of a variable, as users may give it. @throws DbError */
export function checkVariable(name: string): string {
  if (/^[a-z\u0080-\uffff][\w\u0080-\uffff]*$/.test(name)) return name;
  throw new DbError('Location16867', `'${name}' is no name for a variable: it must begin with a small letter`);
}

/** An operator on so many arguments, which it evaluates itself; one alone may stand without a list. */
export function lazy(least: number, most: number, apply: (args: Expression[], scope: Scope) => any): Operator {
  return (arg, compile, name) => {
    const given = Array.isArray(arg) ? arg : [arg];
    if (given.length < least || given.length > most) {
      const wanted = least === most ? `exactly ${least}` : `at least ${least} and at most ${most}`;
      const text = `Expression ${name} takes ${wanted} arguments. ${given.length} were passed in.`;
      throw new DbError('Location16020', text);
    }
    const args = given.map((part) => compile(part));
    return (scope) => apply(args, scope);
  };
}

/** An operator on the values of so many arguments. */
export function on(least: number, most: number, apply: (...args: any[]) => any): Operator {
  return lazy(least, most, (args, scope) => apply(...args.map((value) => value(scope))));
}

/** The same, but null as soon as one argument is null or missing. */
export function onValues(least: number, most: number, apply: (...args: any[]) => any): Operator {
  return on(least, most, (...args) => (args.some(isMissing) ? null : apply(...args)));
}

/** An operator whose arguments have names; those in `optional` may be left out. */
export function named(
  required: string[], optional: string[], make: (args: Record<string, any>, compile: Compile) => Expression,
): Operator {
  return (arg, compile, name) => {
    if (!isPlain(arg)) throw new DbError('FailedToParse', `${name} only supports an object as its argument`);
    const unknown = Object.keys(arg).find((key) => !required.includes(key) && !optional.includes(key));
    if (unknown) throw new DbError('FailedToParse', `Unrecognized parameter to ${name}: ${unknown}`);
    const missing = required.find((key) => !(key in arg));
    if (missing) throw new DbError('FailedToParse', `Missing '${missing}' parameter to ${name}`);
    return make(arg, compile);
  };
}
