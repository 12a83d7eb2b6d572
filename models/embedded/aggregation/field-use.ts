import { filterPaths } from '../query/matching.ts';
import { fieldNames, type FieldNames } from '../values/raw-fields.ts';
import { isPlain, type Doc } from '../values/values.ts';

/** A path that stands for the whole document. */
const WHOLE = '$';

/** Whether a stage makes new documents out of the fields that it names, so that nothing else is needed of the old. */
function closes(name: string, spec: any): boolean {
  if (name === '$project') return isPlain(spec) && Object.entries(spec).some(([key, on]) => on && key !== '_id');
  return ['$group', '$count', '$sortByCount'].includes(name);
}

/**
 * The top-level fields that a pipeline reads of its documents; everything, unless one of its first stages makes new
 * documents and all before it are known not to look further.
 */
export function fieldsReadBy(pipeline: Doc[]): FieldNames {
  const paths: string[] = [];
  for (const stage of pipeline) {
    const [name, spec] = Object.entries(stage)[0]!;
    paths.push(...pathsOf(name, spec));
    if (paths.includes(WHOLE)) return undefined;
    if (closes(name, spec)) return fieldNames(name === '$project' ? [...paths, '_id'] : paths);
  }
  return undefined;
}

function pathsOf(name: string, spec: any): string[] {
  switch (name) {
    case '$match': return isPlain(spec) ? filterPaths(spec).map((path) => (path[0] === '$' ? WHOLE : path)) : [WHOLE];
    case '$group':
    case '$sortByCount': return expressionPaths(spec);
    case '$unwind': return expressionPaths(isPlain(spec) ? spec['path'] : spec);
    case '$project':
    case '$set':
    case '$addFields': return [...Object.keys(spec ?? {}), ...expressionPaths(spec)];
    case '$sort': return Object.keys(spec ?? {});
    case '$count':
    case '$skip':
    case '$limit': return [];
    default: return [WHOLE];
  }
}

function expressionPaths(expr: unknown): string[] {
  if (typeof expr === 'string') {
    if (/^\$\$(ROOT|CURRENT)/.test(expr)) return [WHOLE];
    return expr[0] === '$' && expr[1] !== '$' ? [expr.slice(1)] : [];
  }
  if (Array.isArray(expr)) return expr.flatMap(expressionPaths);
  if (!isPlain(expr)) return [];
  return '$getField' in expr ? [WHOLE] : Object.values(expr).flatMap(expressionPaths);
}
