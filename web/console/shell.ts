import type { NetworkAlert } from '../../handlers/networks.ts';
import type { ChannelName } from '../../models/message.ts';
import type { StaffMember } from '../../models/staff.ts';
import { can, type Permission } from '../../models/staff.ts';
import type { Plan } from '../../plans/plan.ts';
import type { AssetUrls } from '../assets.ts';

/** What every page needs to draw its frame. */
export interface Shell {
  urls: AssetUrls;
  now: Date;
  /** Says "TẬP DƯỢT" on top. */
  rehearsal: boolean;
}

/** The frame of a page for somebody who is signed in. */
export interface SignedInShell extends Shell {
  member: StaffMember;
  csrf: string;
  /** Those they may open. */
  plans: readonly Plan[];
  plan?: Plan;
  /** What is wrong with the networks, for those who may see them. */
  alerts: readonly NetworkAlert[];
  /** The part of the console that the page belongs to. */
  section: Section | null;
}

/** What every page of a plan is drawn with. */
export interface PlanShell extends SignedInShell { plan: Plan }

export interface Part { id: Section; label: string; path: string; needs: Permission }
/** The entries of the console's menu. */
export type Section = 'overview' | 'petitions' | 'list' | 'speakers' | 'downloads' | 'callers' | 'held' | 'networks' | 'staff';

const PLAN_PARTS: readonly Part[] = [
  { id: 'overview', label: 'Tổng quan', path: '', needs: 'petition.read' },
  { id: 'petitions', label: 'Ý kiến', path: '/petitions', needs: 'petition.read' },
  { id: 'list', label: 'Danh sách tổng hợp', path: '/list', needs: 'list.export' },
  { id: 'speakers', label: 'Đăng ký phát biểu', path: '/speakers', needs: 'speaker.read' },
  { id: 'downloads', label: 'Tải về', path: '/downloads', needs: 'list.export' },
  { id: 'callers', label: 'Cần gặp', path: '/callers', needs: 'petition.identity' },
  { id: 'held', label: 'Tạm giữ', path: '/held', needs: 'petition.held' },
];

/** Parts that belong to no plan. */
const SHARED_PARTS: readonly Part[] = [
  { id: 'networks', label: 'Mạng', path: '/networks', needs: 'network.read' },
  { id: 'staff', label: 'Cán bộ', path: '/staff', needs: 'staff.manage' },
];

/** The parts of the console that this person may open, with their addresses. */
export function partsFor(member: StaffMember, plan?: Plan): { id: Section; label: string; href: string }[] {
  const ofPlan = plan
    ? PLAN_PARTS.filter(({ needs }) => can(member, needs, plan.id))
      .map(({ id, label, path }) => ({ id, label, href: `${planPath(plan)}${path}` }))
    : [];
  return [...ofPlan, ...SHARED_PARTS.filter(({ needs }) => can(member, needs)).map(({ id, label, path }) => (
    { id, label, href: `/console${path}` }))];
}

/** Where the console shows a network. */
export function networkPath(name: ChannelName): string {
  return `/console/networks/${name}`;
}

/** Where a plan's pages begin. */
export function planPath(plan: Plan): string {
  return `/console/plans/${plan.id}`;
}

/** Where the console shows a petition. */
export function petitionPath(plan: Plan, code: string): string {
  return `${planPath(plan)}/petitions/${code}`;
}
