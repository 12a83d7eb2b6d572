/** Words as the young write them, both sides without marks; made for measuring, apart from what the classifier reads. */
const SHORT: Record<string, string> = {
  khong: 'k', duoc: 'dc', nguoi: 'ng', nhung: 'nhg', truong: 'trg', duong: 'đg', voi: 'vs', vay: 'v', minh: 'mk',
  gi: 'j', roi: 'r', bao: 'bao', gio: 'h', nhu: 'nhu', the: 'z', nao: 'nao', nhieu: 'nhìu', qua: 'wá', biet: 'bít',
  moi: 'ms', lam: 'lm', cung: 'cx', nua: 'nx', truoc: 'trc', hien: 'hien', anh: 'a', em: 'e', chi: 'c',
  'giao vien': 'gv', 'hoc sinh': 'hs', 'bao hiem y te': 'bhyt', 'bao hiem xa hoi': 'bhxh', 'cong ty': 'cty',
  'ủy ban nhân dân': 'ubnd', 'uy ban nhan dan': 'ubnd', 'nong thon moi': 'ntm', 'giai phong mat bang': 'gpmb',
  'khu cong nghiep': 'kcn', 'tai dinh cu': 'tdc', 'can bo': 'cb', 'hop tac xa': 'htx', 'tram y te': 'tyt',
  'bao nhieu': 'bnh', 'nhu the nao': 'ntn', 'moi nguoi': 'mng', 'bay gio': 'bh', 'nguoi ta': 'ngta',
};

const MARKS = /\p{Mn}+/gu;

function plain(text: string): string {
  return text.normalize('NFD').replace(MARKS, '').toLowerCase().replaceAll('đ', 'd');
}

/** The text as somebody types it in a hurry: no marks, no capitals, short forms, few stops. The same every time. */
export function asTeencode(text: string): string {
  const words = plain(text).replace(/[.;:!?]+(\s|$)/gu, ' ').split(/\s+/u).filter((word) => word !== '');
  const out: string[] = [];
  for (let at = 0; at < words.length;) {
    let length = Math.min(4, words.length - at);
    while (length > 1 && !Object.hasOwn(SHORT, words.slice(at, at + length).join(' '))) length -= 1;
    const said = words.slice(at, at + length).join(' ');
    const bare = said.replace(/,$/u, '');
    out.push(Object.hasOwn(SHORT, bare) ? `${SHORT[bare]}${said.slice(bare.length)}` : said);
    at += length;
  }
  return out.join(' ');
}
