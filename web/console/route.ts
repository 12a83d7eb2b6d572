/** A route of the console says what it needs; there is no way to register one without. */
import type { Request, Response } from 'express';
import type { Permission, StaffMember } from '../../models/staff.ts';
import type { Plan } from '../../plans/plan.ts';
import { WebError } from '../errors.ts';
import type { PlanShell, Section, SignedInShell } from './shell.ts';

/** `anyone` needs no sign-in; a list of permissions means that one of them is enough. */
export type Needs = 'anyone' | 'signed-in' | readonly Permission[];

/** Who is asking, about which plan; made by the access check before a route runs. */
export interface Visit {
  member: StaffMember;
  csrf: string;
  /** The plans they may open. */
  plans: readonly Plan[];
  /** The plan of the address. */
  plan?: Plan;
}

export interface ConsoleRoute {
  method: 'get' | 'post';
  path: string;
  needs: Needs;
  /** The part of the console that is marked as open. */
  section?: Section;
  run: (request: Request, response: Response) => Promise<void> | void;
}

/** The visit that the access check left for this request. @throws {WebError} when the route let anyone in. */
export function visitOf(response: Response): Visit {
  const visit = response.locals['visit'] as Visit | undefined;
  if (!visit) throw new WebError('sign-in-needed');
  return visit;
}

/** The frame of a page for this visit. */
export function shellOf(response: Response): SignedInShell {
  return response.locals['shell'] as SignedInShell;
}

/** The same on an address with a plan. */
export function planShellOf(response: Response): PlanShell {
  const shell = shellOf(response);
  if (!shell.plan) throw new WebError('not-found');
  return shell as PlanShell;
}
