import { fieldNames, type FieldNames } from '../values/raw-fields.ts';
import { isPlain, type Doc } from '../values/values.ts';

/** The top-level fields that a pipeline reads of its documents: everything, unless it begins by grouping them. */
export function fieldsReadBy([first]: Doc[]): FieldNames {
  return first && '$group' in first ? fieldNames(pathsOf(first['$group'])) : undefined;
}

/** The fields that an expression names; one that begins with `$` when it may look at anything. */
function pathsOf(expr: unknown): string[] {
  if (typeof expr === 'string') {
    if (/^\$\$(ROOT|CURRENT)/.test(expr)) return ['$'];
    return expr[0] === '$' && expr[1] !== '$' ? [expr.slice(1)] : [];
  }
  if (Array.isArray(expr)) return expr.flatMap(pathsOf);
  return isPlain(expr) ? Object.values(expr).flatMap(pathsOf) : [];
}
