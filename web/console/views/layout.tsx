import type { ComponentChildren } from 'preact';
import { communeText } from '../../../plans/lookup.ts';
import { CHANNEL_LABELS, upperFirst } from '../labels.ts';
import { ALERT_TEXTS } from '../network-words.ts';
import { networkPath, partsFor, planPath, type Shell, type SignedInShell } from '../shell.ts';

/** The bare page: head, skip link, the rehearsal's banner. */
export function Document(
  { shell, title, children, header, refreshAfter }:
  {
    shell: Shell; title: string; children: ComponentChildren; header?: ComponentChildren;
    /** Seconds after which the browser loads the page anew by itself. */
    refreshAfter?: number;
  },
) {
  return (
    <html lang="vi">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <meta name="theme-color" content="#0f5f54" />
        {refreshAfter !== undefined && <meta http-equiv="refresh" content={String(refreshAfter)} />}
        <title>{`${title} · Đối Thoại`}</title>
        <link rel="icon" type="image/svg+xml" href={shell.urls.icon} />
        <link rel="stylesheet" href={shell.urls.css} />
        <script src={shell.urls.js} defer />
      </head>
      <body>
        <a class="skip" href="#main">Đến nội dung chính</a>
        {shell.rehearsal && (
          <p class="rehearsal"><strong>TẬP DƯỢT</strong> <span>Mọi ý kiến và giấy tờ ở đây chỉ để làm thử.</span></p>
        )}
        {header}
        <main id="main" tabIndex={-1}>{children}</main>
      </body>
    </html>
  );
}

/** A page of the console, with its parts on top and the plan that is open. */
export function ConsolePage(
  { shell, title, children, refreshAfter }:
  { shell: SignedInShell; title: string; children: ComponentChildren; refreshAfter?: number },
) {
  const header = (
    <>
      <Header shell={shell} />
      <NetworkAlerts shell={shell} />
    </>
  );
  return <Document shell={shell} title={title} header={header} refreshAfter={refreshAfter}>{children}</Document>;
}

/** What staff must know wherever they are: people write and nothing comes in, or wait and nothing goes out. */
function NetworkAlerts({ shell: { alerts } }: { shell: SignedInShell }) {
  if (alerts.length === 0) return null;
  return (
    <div class="alerts" role="status">
      {alerts.map(({ name, kind, detail }) => (
        <p class={`alert alert-${kind}`}>
          <strong>{CHANNEL_LABELS[name]}</strong> {ALERT_TEXTS[kind]}{detail ? ` ${detail}` : ''}{' '}
          <a href={networkPath(name)}>Xem mạng này</a>
        </p>
      ))}
    </div>
  );
}

function Header({ shell }: { shell: SignedInShell }) {
  const { member, csrf, plan, plans, section } = shell;
  return (
    <header class="top">
      <div class="top-row">
        <a class="brand" href="/console">
          <img src={shell.urls.icon} alt="" width="32" height="32" />
          <span>
            <b>Đối Thoại</b>
            {plan && <small>{upperFirst(communeText(plan))}</small>}
          </span>
        </a>
        <div class="who">
          <span class="who-name">{member.name}</span>
          <form method="post" action="/console/sign-out">
            <Csrf token={csrf} />
            <button class="quiet" type="submit">Đăng xuất</button>
          </form>
        </div>
      </div>
      <nav class="parts" aria-label="Các phần">
        <ul>
          {partsFor(member, plan ?? plans[0]).map(({ id, label, href }) => (
            <li><a href={href} aria-current={id === section ? 'page' : undefined}>{label}</a></li>
          ))}
        </ul>
      </nav>
      {plans.length > 1 && (
        <nav class="plans" aria-label="Kế hoạch">
          <span class="muted">Kế hoạch:</span>
          <ul>
            {plans.map((other) => (
              <li>
                <a href={planPath(other)} aria-current={other.id === plan?.id ? 'true' : undefined}>
                  {planName(other.id, upperFirst(communeText(other)))}
                </a>
              </li>
            ))}
          </ul>
        </nav>
      )}
    </header>
  );
}

/** "Xã Thái Tân 2025": the year tells two plans of one commune apart. */
function planName(id: string, commune: string): string {
  const year = /\d{4}/.exec(id)?.[0];
  return year ? `${commune} ${year}` : commune;
}

/** The hidden token that every form must bring back. */
export function Csrf({ token }: { token: string }) {
  return <input type="hidden" name="_csrf" value={token} />;
}
