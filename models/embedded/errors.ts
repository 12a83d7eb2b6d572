/** The MongoDB error codes that this database answers with, by name. */
const CODES = {
  InternalError: 1,
  BadValue: 2,
  FailedToParse: 9,
  Unauthorized: 13,
  TypeMismatch: 14,
  IllegalOperation: 20,
  NamespaceNotFound: 26,
  IndexNotFound: 27,
  InvalidLength: 16,
  PathNotViable: 28,
  ConflictingUpdateOperators: 40,
  CursorNotFound: 43,
  NamespaceExists: 48,
  DollarPrefixedFieldName: 52,
  InvalidIdField: 53,
  CommandNotFound: 59,
  ImmutableField: 66,
  CannotCreateIndex: 67,
  CannotIndexParallelArrays: 171,
  NotSingleValueField: 54,
  InvalidOptions: 72,
  InvalidNamespace: 73,
  IndexOptionsConflict: 85,
  IndexKeySpecsConflict: 86,
  InvalidPipelineOperator: 168,
  InvalidIndexSpecificationOption: 197,
  CommandNotSupported: 115,
  ExceededMemoryLimit: 146,
  APIStrictError: 323,
  APIVersionError: 322,
  CannotConvertIndexToUnique: 359,
  MaxTimeMSExpired: 50,
  QueryPlanKilled: 175,
  IndexBuildAborted: 276,
  ConversionFailure: 241,
  EmptyFieldName: 56,
  DuplicateKey: 11000,
  InterruptedAtShutdown: 11600,
  OutOfDiskSpace: 14031,
  BSONObjectTooLarge: 10334,
} as const;

/** MongoDB's name of an error; errors without a name of their own are called after the number of their place. */
export type CodeName = keyof typeof CODES | `Location${number}`;

/** An error with MongoDB's code and code name; the server turns it into the reply that drivers understand. */
export class DbError extends Error {
  readonly code: number;
  readonly codeName: CodeName;
  /** Further fields of the reply, such as `keyPattern` and `keyValue`. */
  readonly extra: Record<string, unknown>;

  constructor(codeName: CodeName, message: string, extra: Record<string, unknown> = {}) {
    super(message);
    this.name = 'DbError';
    this.code = codeName in CODES
      ? CODES[codeName as keyof typeof CODES] : Number(codeName.slice('Location'.length));
    this.codeName = codeName;
    this.extra = extra;
  }
}

/** Thrown when a living process already holds the folder. */
export class DatabaseInUseError extends Error {
  /** The process that holds the folder. */
  readonly pid: number;

  constructor(dir: string, pid: number) {
    super(
      `The database folder ${dir} is in use by process ${pid}. `
      + 'Stop that process first, or choose another folder: only one program at a time may open it.',
    );
    this.name = 'DatabaseInUseError';
    this.pid = pid;
  }
}

/** Thrown when the folder cannot be used at all: not writable, not a folder, a damaged data file. */
export class DatabaseUnusableError extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'DatabaseUnusableError';
  }
}

/** Any error of a command as a DbError: what a library throws means a command that it could not work with. */
export function asDbError(error: unknown): DbError {
  if (error instanceof DbError) return error;
  const message = error instanceof Error ? error.message : String(error);
  const name = error instanceof Error ? error.constructor.name : '';
  const usual = ['BSONError', 'SyntaxError', 'RangeError', 'TypeError', 'Error'].includes(name);
  return new DbError(usual ? 'BadValue' : 'InternalError', message);
}
