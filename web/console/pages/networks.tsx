/** All networks that villagers write through, and how each one is. */
import type { NetworkSummary } from '../../../handlers/networks.ts';
import { CHANNEL_LABELS } from '../labels.ts';
import { networkPath, type SignedInShell } from '../shell.ts';
import { ConsolePage } from '../views/layout.tsx';
import { NetworkFacts, NetworkPills, PauseButton } from '../views/network.tsx';

export function NetworksPage({ shell, networks, mayManage }: {
  shell: SignedInShell;
  networks: readonly NetworkSummary[];
  mayManage: boolean;
}) {
  return (
    <ConsolePage shell={shell} title="Mạng nhắn tin">
      <div class="page-head">
        <h1>Mạng nhắn tin</h1>
        <p class="muted">
          Nơi bà con nhắn tin đến. Khi tạm ngừng gửi, tin của bà con vẫn được nhận và ghi lại; câu trả lời chờ đến khi
          ông/bà cho gửi trở lại.
        </p>
      </div>
      {networks.length === 0 && <p class="card empty">Chưa có mạng nào được cài đặt.</p>}
      <div class="columns">
        {networks.map((network) => (
          <section class="card network">
            <div class="network-head">
              <h2><a href={networkPath(network.name)}>{CHANNEL_LABELS[network.name]}</a></h2>
              <NetworkPills network={network} />
            </div>
            {network.detail && (
              <p class={network.state === 'up' ? 'network-note' : 'network-trouble'}>{network.detail}</p>
            )}
            <NetworkFacts network={network} />
            <div class="actions">
              <a class="button" href={networkPath(network.name)}>
                Xem chi tiết<span class="hidden">: {CHANNEL_LABELS[network.name]}</span>
              </a>
              {mayManage && <PauseButton network={network} csrf={shell.csrf} back="list" />}
            </div>
          </section>
        ))}
      </div>
    </ConsolePage>
  );
}
