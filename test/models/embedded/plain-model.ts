/* A few operations of MongoDB in the plainest form: lists that are searched from front to back, and no index. */
export type Document = Record<string, unknown>;

/** The order of types; a missing field counts as null. */
function rank(value: unknown): number {
  if (value === undefined || value === null) return 1;
  if (typeof value === 'number') return 2;
  if (typeof value === 'string') return 3;
  if (Array.isArray(value)) return 5;
  if (typeof value === 'boolean') return 8;
  return value instanceof Date ? 9 : 4;
}

function compare(a: unknown, b: unknown): number {
  if (rank(a) !== rank(b)) return rank(a) - rank(b);
  if (rank(a) === 1) return 0;
  if (typeof a === 'string') return Buffer.compare(Buffer.from(a), Buffer.from(b as string));
  return Number(a) - Number(b);
}

function get(doc: Document, path: string): unknown {
  return path.split('.').reduce<unknown>((at, part) => (at as Document | undefined)?.[part], doc);
}

/** A condition on a list holds when it holds for the list or one of its elements. */
function holds(value: unknown, test: (one: unknown) => boolean): boolean {
  return test(value) || (Array.isArray(value) && value.some(test));
}

const sameType = (a: unknown, b: unknown): boolean => a !== undefined && rank(a) === rank(b);
const equals = (value: unknown, wanted: unknown): boolean => holds(value, (one) => compare(one, wanted) === 0);

const OPERATORS: Record<string, (value: unknown, arg: any) => boolean> = {
  $gt: (value, arg) => holds(value, (one) => sameType(one, arg) && compare(one, arg) > 0),
  $gte: (value, arg) => holds(value, (one) => sameType(one, arg) && compare(one, arg) >= 0),
  $lt: (value, arg) => holds(value, (one) => sameType(one, arg) && compare(one, arg) < 0),
  $lte: (value, arg) => holds(value, (one) => sameType(one, arg) && compare(one, arg) <= 0),
  $in: (value, arg) => arg.some((one: unknown) => equals(value, one)),
  $nin: (value, arg) => !arg.some((one: unknown) => equals(value, one)),
  $ne: (value, arg) => !equals(value, arg),
  $exists: (value, arg) => (value !== undefined) === arg,
};

function isCondition(value: unknown): value is Document {
  return typeof value === 'object' && value !== null && Object.keys(value).some((key) => key.startsWith('$'));
}

function matches(doc: Document, filter: Document): boolean {
  return Object.entries(filter).every(([path, wanted]) => {
    if (path === '$or') return (wanted as Document[]).some((branch) => matches(doc, branch));
    return isCondition(wanted)
      ? Object.entries(wanted).every(([operator, arg]) => OPERATORS[operator]!(get(doc, path), arg))
      : equals(get(doc, path), wanted);
  });
}

/** What a list is sorted by: its least element upwards, its greatest downwards; an empty one comes before null. */
function sortValue(value: unknown, direction: number): { empty: boolean; value: unknown } {
  if (!Array.isArray(value)) return { empty: false, value };
  const [first] = [...value].sort((a, b) => compare(a, b) * direction);
  return { empty: value.length === 0, value: first };
}

function compareForSort(a: unknown, b: unknown, direction: number): number {
  const [x, y] = [sortValue(a, direction), sortValue(b, direction)];
  if (x.empty || y.empty) return (Number(y.empty) - Number(x.empty)) * direction;
  return compare(x.value, y.value) * direction;
}

/** A collection with unique fields. */
export class Model {
  private documents: Document[] = [];
  private readonly unique: string[];

  constructor(unique: string[]) {
    this.unique = ['_id', ...unique];
  }

  private clashes(doc: Document, self?: Document): boolean {
    return this.documents.some((other) => (
      other !== self && this.unique.some((field) => compare(get(doc, field), get(other, field)) === 0)
    ));
  }

  insert(doc: Document): { code?: number } {
    if (this.clashes(doc)) return { code: 11000 };
    this.documents.push(structuredClone(doc));
    return {};
  }

  update(filter: Document, change: Document): { n?: number; code?: number } {
    let n = 0;
    for (const doc of this.documents.filter((one) => matches(one, filter))) {
      const next = structuredClone(doc);
      for (const path of Object.keys((change['$unset'] ?? {}) as Document)) delete next[path];
      for (const [path, value] of Object.entries((change['$set'] ?? {}) as Document)) {
        const [head, leaf] = path.split('.') as [string, string?];
        if (leaf === undefined) next[head] = value;
        else next[head] = { ...(next[head] as Document | undefined), [leaf]: value };
      }
      if (this.clashes(next, doc)) return { code: 11000 };
      this.documents[this.documents.indexOf(doc)] = next;
      n++;
    }
    return { n };
  }

  delete(filter: Document): number {
    const before = this.documents.length;
    this.documents = this.documents.filter((doc) => !matches(doc, filter));
    return before - this.documents.length;
  }

  find(filter: Document, sort: [string, 1 | -1][], skip: number, limit: number): Document[] {
    const found = this.documents.filter((doc) => matches(doc, filter)).sort((a, b) => {
      for (const [path, direction] of sort) {
        const order = compareForSort(get(a, path), get(b, path), direction);
        if (order) return order;
      }
      return 0;
    });
    return found.slice(skip, limit ? skip + limit : undefined);
  }

  distinct(field: string, filter: Document): Set<string> {
    const found = this.documents.filter((doc) => matches(doc, filter)).map((doc) => get(doc, field));
    return new Set(found.filter((value) => value !== undefined).map(String));
  }
}
