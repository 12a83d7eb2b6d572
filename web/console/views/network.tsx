/** What the list of networks and the page of one show alike. */
import type { NetworkSummary } from '../../../handlers/networks.ts';
import { localTime } from '../local-time.ts';
import { STATE_LABELS } from '../network-words.ts';
import { networkPath } from '../shell.ts';
import { Csrf } from './layout.tsx';
import { number } from './parts.tsx';

/** "Mất kết nối", "Tạm ngừng gửi": how the network is, at a glance. */
export function NetworkPills({ network: { state, needsPerson, pause } }: { network: NetworkSummary }) {
  return (
    <span class="pills">
      {needsPerson
        ? <span class="pill pill-needs-person">Cần người xử lý</span>
        : <span class={`pill pill-${state}`}>{STATE_LABELS[state]}</span>}
      {pause?.paused && <span class="pill pill-paused">Tạm ngừng gửi</span>}
    </span>
  );
}

export function NetworkFacts({ network }: { network: NetworkSummary }) {
  const { account, name, connectedSince, lastMessageAt, waiting, waitingSince, failed, pause } = network;
  return (
    <dl class="facts">
      {account !== name && (
        <>
          <dt>Tài khoản</dt>
          <dd>{account || 'chưa đăng nhập'}</dd>
        </>
      )}
      <dt>Kết nối từ</dt>
      <dd>{connectedSince ? localTime(connectedSince) : 'chưa kết nối'}</dd>
      <dt>Tin đến mới nhất</dt>
      <dd>{lastMessageAt ? localTime(lastMessageAt) : 'chưa có, từ lúc chương trình khởi động'}</dd>
      <dt>Đang chờ gửi</dt>
      <dd>
        {waiting === 0 ? 'không có' : `${number(waiting)} tin`}
        {waitingSince && <small class="muted">lâu nhất từ {localTime(waitingSince)}</small>}
      </dd>
      <dt>Không gửi được</dt>
      <dd>{failed === 0 ? 'không có' : `${number(failed)} tin trong 30 ngày qua`}</dd>
      {pause && (
        <>
          <dt>{pause.paused ? 'Tạm ngừng gửi' : 'Cho gửi trở lại'}</dt>
          <dd>
            {localTime(pause.at)}
            {pause.by && <small class="muted">{pause.by}</small>}
          </dd>
        </>
      )}
    </dl>
  );
}

/** The button that holds back what goes out, or lets it go on; `back` says which page comes after it. */
export function PauseButton(
  { network, csrf, back }: { network: NetworkSummary; csrf: string; back: 'list' | 'network' },
) {
  if (!network.pausable) return null;
  const paused = network.pause?.paused;
  return (
    <form method="post" action={`${networkPath(network.name)}/${paused ? 'resume' : 'pause'}`}>
      <Csrf token={csrf} />
      <input type="hidden" name="back" value={back} />
      <button class={paused ? 'primary' : undefined} type="submit">{paused ? 'Gửi trở lại' : 'Tạm ngừng gửi'}</button>
    </form>
  );
}
