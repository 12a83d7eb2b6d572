/* A collection of MongoDB in the plainest form: one list that is searched from front to back, and no index. */
import { compare, compareLists, keysOf, leaves, matches, sortKey, type Document } from './plain-filters.ts';
import { changed, equalities, isReplacement, Refusal, withoutOnInsert } from './plain-updates.ts';

const DUPLICATE_KEY = 11000;

/** What a unique index forbids: two documents with one key in common. */
export interface UniqueIndex { fields: string[]; sparse?: boolean; partial?: Document }

/** What came of a command: counts, or the code of the refusal. */
export interface Outcome { n?: number; modified?: number; upserted?: number; code?: number }

/** What an update is given beside its filter. */
export interface Options { many?: boolean; upsert?: boolean; arrayFilters?: Document[]; sort?: [string, 1 | -1][] }

/** A collection. */
export class Model {
  private documents: Document[] = [];
  private unique = new Map<string, UniqueIndex>([['_id_', { fields: ['_id'] }]]);

  private keys(doc: Document, { fields, sparse, partial }: UniqueIndex): unknown[][] {
    if (sparse && fields.every((field) => leaves(doc, field.split('.')).every((leaf) => leaf === undefined))) return [];
    if (partial && !matches(doc, partial)) return [];
    return fields.reduce<unknown[][]>((all, field) => (
      all.flatMap((key) => keysOf(doc, field).map((one) => [...key, one]))), [[]]);
  }

  private clashes(doc: Document, index: UniqueIndex, self?: Document): boolean {
    const keys = this.keys(doc, index);
    return this.documents.some((other) => other !== self
      && this.keys(other, index).some((key) => keys.some((one) => compareLists(key, one) === 0)));
  }

  private refuseClash(doc: Document, self?: Document): void {
    if ([...this.unique.values()].some((index) => this.clashes(doc, index, self))) throw new Refusal(DUPLICATE_KEY);
  }

  private attempt(action: () => Outcome): Outcome {
    try {
      return action();
    } catch (error) {
      if (error instanceof Refusal) return { code: error.code };
      throw error;
    }
  }

  createIndex(name: string, index: UniqueIndex): Outcome {
    if (this.documents.some((doc) => this.clashes(doc, index, doc))) return { code: DUPLICATE_KEY };
    this.unique.set(name, index);
    return {};
  }

  dropIndexes(): void {
    this.unique = new Map([['_id_', { fields: ['_id'] }]]);
  }

  /** Unordered: what clashes is left out. */
  insert(docs: Document[], ordered: boolean): Outcome {
    let [n, code]: [number, number | undefined] = [0, undefined];
    for (const doc of docs) {
      const done = this.attempt(() => {
        this.refuseClash(doc);
        this.documents.push(structuredClone(doc));
        return { n: ++n };
      });
      code ??= done.code;
      if (code && ordered) break;
    }
    return code ? { n, code } : { n };
  }

  private after(doc: Document, update: Document, filter: Document, options: Options): Document {
    if (isReplacement(update)) return { _id: doc['_id'], ...structuredClone(update) };
    return changed(doc, withoutOnInsert(update), filter, options.arrayFilters);
  }

  /** An update or a replacement. One that is refused changes nothing here: see `isHalfway`. */
  update(filter: Document, update: Document, options: Options = {}): Outcome {
    const before = [...this.documents];
    const found = this.find(filter, options.sort ?? [], 0, options.many ? 0 : 1);
    const done = this.attempt(() => {
      if (found.length === 0 && options.upsert) return this.upsert(filter, update);
      let modified = 0;
      for (const doc of found) {
        const next = this.after(doc, update, filter, options);
        if (compare(doc, next) === 0) continue;
        this.refuseClash(next, doc);
        this.documents[this.documents.indexOf(doc)] = next;
        modified++;
      }
      return { n: found.length, modified, upserted: 0 };
    });
    if (done.code) this.documents = before;
    return done;
  }

  private upsert(filter: Document, update: Document): Outcome {
    const { _id } = equalities(filter);
    const doc = isReplacement(update) ? { _id, ...update } : changed(equalities(filter), update, filter);
    this.refuseClash(doc);
    this.documents.push({ _id, ...structuredClone(doc) });
    return { n: 0, modified: 0, upserted: 1 };
  }

  /**
   * Whether these documents can be what a refused updateMany leaves behind: it changes one document after the other, in
   * no promised order, and ends at the first that it cannot change. They are then what this model goes on with.
   */
  isHalfway(filter: Document, update: Document, options: Options, found: Document[]): boolean {
    const possible = found.length === this.documents.length && found.every((doc) => {
      const before = this.documents.find(({ _id }) => _id === doc['_id'])!;
      if (compare(doc, before) === 0) return true;
      const done = this.attempt(() => ({ n: compare(doc, this.after(before, update, filter, options)) }));
      return matches(before, filter) && done.n === 0;
    });
    this.documents = found;
    return possible;
  }

  delete(filter: Document, sort: [string, 1 | -1][] = [], limit = 0): number {
    const gone = this.find(filter, sort, 0, limit);
    this.documents = this.documents.filter((doc) => !gone.includes(doc));
    return gone.length;
  }

  find(filter: Document, sort: [string, 1 | -1][], skip: number, limit: number): Document[] {
    const found = this.documents.filter((doc) => matches(doc, filter)).sort((a, b) => {
      for (const [path, direction] of sort) {
        const order = compare(sortKey(a, path, direction), sortKey(b, path, direction)) * direction;
        if (order) return order;
      }
      return 0;
    });
    return found.slice(skip, limit ? skip + limit : undefined);
  }

  /** All values of a field, each once, in order; a list counts as its elements. */
  distinct(field: string, filter: Document): unknown[] {
    const found = this.find(filter, [], 0, 0).flatMap((doc) => leaves(doc, field.split('.')).flat());
    const sorted = found.filter((value) => value !== undefined).sort(compare);
    return sorted.filter((value, i) => i === 0 || compare(value, sorted[i - 1]) !== 0);
  }
}
