/** One network's account: how it is, its sign-in, what did not arrive. */
import type { NetworkDetail, NetworkSignIn, SendFailure } from '../../../handlers/networks.ts';
import type { ChannelName } from '../../../models/message.ts';
import { CHANNEL_LABELS } from '../labels.ts';
import { localTime } from '../local-time.ts';
import { signInWords } from '../network-words.ts';
import { networkPath, type SignedInShell } from '../shell.ts';
import { ConsolePage, Csrf } from '../views/layout.tsx';
import { NetworkFacts, NetworkPills, PauseButton } from '../views/network.tsx';
import { Notice } from '../views/parts.tsx';

/** Seconds between two looks while a phone is expected to scan: without scripts the page has to load anew. */
const LOOK_AGAIN_AFTER = 5;

interface NetworkProps {
  shell: SignedInShell;
  network: NetworkDetail;
  /** They may pause it and sign its account in. */
  mayManage: boolean;
}

export function NetworkPage(props: NetworkProps) {
  const { shell, network, mayManage } = props;
  const { name, detail, signIn, failures, failed, pausable, state } = network;
  const signingIn = mayManage && (signIn?.step === 'code' || signIn?.step === 'scanned');
  return (
    <ConsolePage
      shell={shell}
      title={CHANNEL_LABELS[name]}
      refreshAfter={signingIn || state === 'starting' ? LOOK_AGAIN_AFTER : undefined}
    >
      <div class="trail"><a href="/console/networks">← Các mạng</a></div>
      <div class="page-head">
        <h1>{CHANNEL_LABELS[name]} <NetworkPills network={network} /></h1>
      </div>
      {detail && <Notice kind="warn">{detail}</Notice>}
      <div class="columns network-columns">
        {signIn && signIn.step !== 'signed-in' && <SignInCard {...props} signIn={signIn} />}
        <section class="card">
          <h2>Tình trạng</h2>
          <NetworkFacts network={network} />
          {mayManage && pausable && (
            <>
              <p class="muted small">
                Khi tạm ngừng gửi, tin của bà con vẫn được nhận và ghi lại; câu trả lời chờ đến khi cho gửi trở lại.
              </p>
              <PauseButton network={network} csrf={shell.csrf} back="network" />
            </>
          )}
        </section>
        {signIn?.step === 'signed-in' && <SignInCard {...props} signIn={signIn} />}
      </div>
      <Failures failures={failures} failed={failed} />
    </ConsolePage>
  );
}

/** Stands first while something is to be done, and its risks are told before the account is put at risk. */
function SignInCard({ shell, network: { name, detail }, mayManage, signIn }: NetworkProps & { signIn: NetworkSignIn }) {
  return (
    <section class="card">
      <h2>Đăng nhập</h2>
      {signIn.step === 'needed' && <Risks name={name} />}
      {mayManage
        ? <SignIn name={name} signIn={signIn} now={shell.now} csrf={shell.csrf} said={detail} />
        : <p>{signIn.step === 'signed-in' ? 'Đã đăng nhập.' : 'Chưa đăng nhập. Người quản trị làm việc này.'}</p>}
      {signIn.step !== 'needed' && <Risks name={name} />}
    </section>
  );
}

function SignIn({ name, signIn, now, csrf, said }: {
  name: ChannelName; signIn: NetworkSignIn; now: Date; csrf: string;
  /** What stands on top of the page already. */
  said?: string;
}) {
  if (signIn.step === 'signed-in') return <p>Đã đăng nhập.</p>;
  if (signIn.step === 'scanned') {
    return (
      <p role="status">
        <b>Đã quét</b> bằng tài khoản “<bdi>{signIn.by}</bdi>”. Ông/bà xác nhận trên điện thoại; trang này tự tải lại.
      </p>
    );
  }
  if (signIn.step === 'code') {
    const seconds = Math.max(0, Math.ceil((signIn.expiresAt.getTime() - now.getTime()) / 1000));
    return (
      <>
        <p>{signInWords(name).scan}</p>
        <img
          class="sign-in-code"
          src={`${networkPath(name)}/qr.png?until=${signIn.expiresAt.getTime()}`}
          alt="Mã QR để đăng nhập"
          width="240"
          height="240"
        />
        <p class="muted">Mã còn dùng được {seconds} giây; trang này tự tải lại.</p>
      </>
    );
  }
  return (
    <>
      <p>{signIn.detail && signIn.detail !== said ? signIn.detail : 'Chưa đăng nhập.'}</p>
      <form method="post" action={`${networkPath(name)}/sign-in`}>
        <Csrf token={csrf} />
        <button class="primary" type="submit">Lấy mã QR</button>
      </form>
    </>
  );
}

function Risks({ name }: { name: ChannelName }) {
  const { risks } = signInWords(name);
  if (risks.length === 0) return null;
  return (
    <div class="notice notice-warn">
      <h3>Cần biết trước</h3>
      <ul class="points">{risks.map((risk) => <li>{risk}</li>)}</ul>
    </div>
  );
}

function Failures({ failures, failed }: { failures: readonly SendFailure[]; failed: number }) {
  return (
    <>
      <h2>Tin không gửi được</h2>
      {failures.length === 0 ? <p class="card empty">Không có tin nào trong 30 ngày qua.</p> : (
        <>
          {failed > failures.length && <p class="muted">{failures.length} tin mới nhất.</p>}
          <table class="rows card">
            <thead>
              <tr>
                <th scope="col">Tin viết lúc</th>
                <th scope="col">Kết quả</th>
                <th scope="col">Lý do</th>
              </tr>
            </thead>
            <tbody>
              {failures.map(({ writtenAt, reason, uncertain }) => (
                <tr>
                  <th scope="row" class="nowrap">{localTime(writtenAt)}</th>
                  <td data-label="Kết quả">{uncertain ? 'Không rõ đã tới hay chưa' : 'Không tới'}</td>
                  <td data-label="Lý do">{reason ?? 'không rõ'}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </>
      )}
    </>
  );
}
