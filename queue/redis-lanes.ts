import type { Redis } from 'ioredis';

/** A job as it lies in Redis. */
export interface StoredJob {
  name: string;
  version: number;
  payload: unknown;
  lane: string;
  /** Its key among the jobs that wait, or '' when it has no id. */
  dedupeKey: string;
}

/** A job at the head of a lane that the caller holds: it is his to run. */
export interface TakenJob extends StoredJob {
  uid: string;
  attempt: number;
}

/** Who is to be woken for a job: its lane, after so many milliseconds. */
export interface Wake {
  uid: string;
  lane: string;
  delayMs: number;
}

export interface LaneCounts {
  waiting: number;
  active: number;
  delayed: number;
  failed: number;
  /** How many of the delayed ones are due by the limit. */
  due: number;
  /** Redis's own time, milliseconds. */
  now: number;
}

/** How the run of a job ended. */
export type Ending = 'done' | 'given-up' | 'retry' | 'again';

/**
 * Lanes in Redis: an ordered list of jobs per key, which one holder at a time works through. Every step is one script,
 * so that no crash leaves a job half in one state and half in another, and the lists need no repair.
 *
 * Under the base name: `jobs` uid → StoredJob; `attempts` uid → number; `ids` dedupe key → uid of the job that waits;
 * `lane:<key>` list of uids, head first; `lease:<key>` the holder's name, with a time to live; `waiting` and `active`
 * sets of uids; `later` uids by the time when they join their lane; `paused` heads by the time when they asked to go
 * on; `failed` a counter. Times are Redis's, so that the clocks of the processes do not matter.
 */
export interface RedisLanes {
  /** Puts a job at the end of its lane, unless one with its id waits. Tells whom to wake: that one or the new one. */
  put(uid: string, job: StoredJob, delayMs: number): Promise<Wake>;
  /** The head of the lane, which the holder now holds; undefined when another holds it or nothing is left. */
  take(holder: string, wake: { uid: string; lane: string }): Promise<TakenJob | undefined>;
  /**
   * Ends the run of a head. After `done` and `given-up` it is gone, and `andTake` takes the next one. After `retry` and
   * `again` it stays, and the holder keeps the lane so much longer.
   */
  end(
    holder: string,
    job: TakenJob,
    how: { ending: Ending; afterMs: number; andTake: boolean },
  ): Promise<TakenJob | undefined>;
  /** Keeps hold of a lane; to be called well within the lease time. */
  renew(holder: string, lane: string): Promise<void>;
  counts(limit: number): Promise<LaneCounts>;
  /** Everything that is stored, in portions. */
  all(): AsyncIterable<Wake[]>;
}

/** `base` is the common beginning of the names, `k(x)` the name of one. */
const PRELUDE = `
local base = KEYS[1]
local function k(name) return base .. ':' .. name end
local function now()
  local t = redis.call('TIME')
  return t[1] * 1000 + math.floor(t[2] / 1000)
end
local function begin(holder, lane, ttl)
  local held = redis.call('GET', k('lease:' .. lane))
  if held and held ~= holder then return false end
  local uid = redis.call('LINDEX', k('lane:' .. lane), 0)
  if not uid then
    redis.call('DEL', k('lease:' .. lane))
    return false
  end
  redis.call('SET', k('lease:' .. lane), holder, 'PX', ttl)
  local job = redis.call('HGET', k('jobs'), uid)
  local key = cjson.decode(job).dedupeKey
  if key ~= '' and redis.call('HGET', k('ids'), key) == uid then redis.call('HDEL', k('ids'), key) end
  redis.call('SREM', k('waiting'), uid)
  redis.call('ZREM', k('paused'), uid)
  redis.call('SADD', k('active'), uid)
  return { uid, job, redis.call('HINCRBY', k('attempts'), uid, 1) }
end
`;

/** ARGV: uid, job, lane, dedupe key, delay. */
const PUT = `${PRELUDE}
local uid, job, lane, key, delay = ARGV[1], ARGV[2], ARGV[3], ARGV[4], tonumber(ARGV[5])
if key ~= '' then
  local other = redis.call('HGET', k('ids'), key)
  if other then
    local due = redis.call('ZSCORE', k('later'), other)
    local left = due and math.max(0, tonumber(due) - now()) or 0
    return { other, cjson.decode(redis.call('HGET', k('jobs'), other)).lane, left }
  end
  redis.call('HSET', k('ids'), key, uid)
end
redis.call('HSET', k('jobs'), uid, job)
if delay > 0 then
  redis.call('ZADD', k('later'), now() + delay, uid)
else
  redis.call('RPUSH', k('lane:' .. lane), uid)
  redis.call('SADD', k('waiting'), uid)
end
return { uid, lane, delay }
`;

/** ARGV: holder, uid, lane, lease time. A delayed job that is woken joins its lane first. */
const TAKE = `${PRELUDE}
local holder, uid, lane, ttl = ARGV[1], ARGV[2], ARGV[3], tonumber(ARGV[4])
if redis.call('ZREM', k('later'), uid) == 1 then
  redis.call('RPUSH', k('lane:' .. lane), uid)
  redis.call('SADD', k('waiting'), uid)
end
return begin(holder, lane, ttl)
`;

/** ARGV: holder, uid, lane, lease time, ending, after, take the next?. Nothing happens when the lane was lost. */
const END = `${PRELUDE}
local holder, uid, lane, ttl = ARGV[1], ARGV[2], ARGV[3], tonumber(ARGV[4])
local ending, after, more = ARGV[5], tonumber(ARGV[6]), ARGV[7]
local held = redis.call('GET', k('lease:' .. lane))
if held and held ~= holder then return false end
if redis.call('LINDEX', k('lane:' .. lane), 0) ~= uid then return more == '1' and begin(holder, lane, ttl) end
redis.call('SREM', k('active'), uid)
if ending == 'done' or ending == 'given-up' then
  redis.call('LPOP', k('lane:' .. lane))
  redis.call('HDEL', k('jobs'), uid)
  redis.call('HDEL', k('attempts'), uid)
  if ending == 'given-up' then redis.call('INCR', k('failed')) end
  return more == '1' and begin(holder, lane, ttl)
end
if ending == 'again' then
  redis.call('HINCRBY', k('attempts'), uid, -1)
  redis.call('ZADD', k('paused'), now() + after, uid)
else
  redis.call('SADD', k('waiting'), uid)
end
local key = cjson.decode(redis.call('HGET', k('jobs'), uid)).dedupeKey
if key ~= '' then redis.call('HSETNX', k('ids'), key, uid) end
redis.call('SET', k('lease:' .. lane), holder, 'PX', ttl + after)
return false
`;

/** ARGV: holder, lane, lease time. */
const RENEW = `${PRELUDE}
if redis.call('GET', k('lease:' .. ARGV[2])) == ARGV[1] then
  redis.call('PEXPIRE', k('lease:' .. ARGV[2]), ARGV[3])
end
`;

/** ARGV: the limit. */
const COUNTS = `${PRELUDE}
return {
  redis.call('SCARD', k('waiting')),
  redis.call('SCARD', k('active')),
  redis.call('ZCARD', k('later')) + redis.call('ZCARD', k('paused')),
  tonumber(redis.call('GET', k('failed')) or 0),
  redis.call('ZCOUNT', k('later'), '-inf', ARGV[1]) + redis.call('ZCOUNT', k('paused'), '-inf', ARGV[1]),
  now(),
}
`;

/** ARGV: cursor. Returns the next cursor, then uid, lane and milliseconds left of each. */
const SCAN = `${PRELUDE}
local page = redis.call('HSCAN', k('jobs'), ARGV[1], 'COUNT', 500)
local found = { page[1] }
for i = 1, #page[2], 2 do
  local due = redis.call('ZSCORE', k('later'), page[2][i])
  table.insert(found, page[2][i])
  table.insert(found, cjson.decode(page[2][i + 1]).lane)
  table.insert(found, due and math.max(0, tonumber(due) - now()) or 0)
end
return found
`;

/** @param leaseMs how long a lane stays taken when its holder is gone without a word */
export function createRedisLanes(redis: Redis, base: string, leaseMs: number): RedisLanes {
  function run(script: string, ...args: (string | number)[]): Promise<unknown> {
    return redis.eval(script, 1, base, ...args);
  }

  return {
    async put(uid, job, delayMs) {
      const stored = JSON.stringify(job);
      const reply = await run(PUT, uid, stored, job.lane, job.dedupeKey, Math.ceil(delayMs));
      const [wakeUid, lane, left] = reply as [string, string, number];
      return { uid: wakeUid, lane, delayMs: left };
    },
    async take(holder, { uid, lane }) {
      return toTaken(await run(TAKE, holder, uid, lane, leaseMs));
    },
    async end(holder, { uid, lane }, { ending, afterMs, andTake }) {
      const after = Math.ceil(afterMs);
      return toTaken(await run(END, holder, uid, lane, leaseMs, ending, after, andTake ? '1' : '0'));
    },
    async renew(holder, lane) {
      await run(RENEW, holder, lane, leaseMs);
    },
    async counts(limit) {
      const reply = (await run(COUNTS, limit)) as [number, number, number, number, number, number];
      const [waiting, active, delayed, failed, due, now] = reply;
      return { waiting, active, delayed, failed, due, now };
    },
    async *all() {
      let cursor = '0';
      do {
        const [next, ...found] = (await run(SCAN, cursor)) as [string, ...(string | number)[]];
        const wakes: Wake[] = [];
        for (let i = 0; i < found.length; i += 3) {
          wakes.push({ uid: String(found[i]), lane: String(found[i + 1]), delayMs: Number(found[i + 2]) });
        }
        yield wakes;
        cursor = next;
      } while (cursor !== '0');
    },
  };
}

function toTaken(reply: unknown): TakenJob | undefined {
  if (!Array.isArray(reply)) return undefined;
  const [uid, job, attempt] = reply as [string, string, number];
  return { ...(JSON.parse(job) as StoredJob), uid, attempt };
}
