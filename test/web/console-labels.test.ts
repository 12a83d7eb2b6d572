import { describe, expect, it } from 'vitest';
import type { HistoryEntry } from '../../models/history.ts';
import { historyText, reasonText } from '../../web/console/labels.ts';
import { planOf } from '../plans/plan-of.ts';

const plan = planOf();

function shown(entry: Omit<HistoryEntry, 'at' | 'by'>, by: HistoryEntry['by'] = { kind: 'author' }): string {
  const line = { at: new Date('2026-11-21T03:00:00Z'), by, ...entry };
  return [historyText(plan, line), reasonText(line)].filter(Boolean).join(' – ');
}

describe('a line of history in words', () => {
  it.each([
    [{ what: 'recalled' }, 'Người gửi thu hồi một tin nhắn'],
    [{ what: 'status', from: 'received', to: 'withdrawn', why: 'recalled' },
      'Trạng thái: Mới nhận → Đã rút – thu hồi tin nhắn'],
    [{ what: 'received', why: 'relayed' }, 'Nhận được ý kiến – lời của người khác, người gửi chuyển giúp'],
    [{ what: 'addition', why: 'relayed' }, 'Người gửi bổ sung thêm – lời của người khác, người gửi chuyển giúp'],
  ])('%j', (entry, words) => {
    expect(shown(entry)).toBe(words);
  });

  it('leaves out what only the program understands', () => {
    expect(shown({ what: 'classified', to: '', why: 'model-7' }, { kind: 'machine' })).toBe('Không đề xuất được lĩnh vực');
  });
});
