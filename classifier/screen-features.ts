import type { Words } from './words.ts';

/** Kinds of words that a screening turns on; on folded text, whole words. What stands in the few examples is one of them. */
const KINDS: Readonly<Record<string, string>> = {
  official: 'can bo|cong chuc|(?:truong|pho) (?:thon|xom|ban|ap|khu|khom|cong an|tram|phong)|to truong|doi truong|bi thu|chu tich|chu nhiem|giam doc|hieu '
    + 'truong|hieu pho|ke toan|thu quy|dia chinh|cong an|tu phap|kiem lam|quan li thi truong|bac si|ban quan li|nhan vien|thay giao|trum|van thu|lanh dao',
  goods: 'tien|quy|trieu|nghin|ngan|# ?k|gao|qua|luong|tro cap|che do|kinh phi|xi mang|suat|dat|von|thuoc|hang',
  take: 'lay|cam|giu|om|thu|an|bot|xen|rut|ban|nhan|doi|bat|ep|muon|tieu|chia|bo tui|tru|vay',
  illicit: 'khong(?= (?:ho so|danh sach|chu ki|dien tich|chi so|ten|luot|nhan khau))|gia(?= (?:mao|chu ki|ho so))|lam gia|khai (?:man|gian|khong|them)|ghi khong|ke khai hai'
    + '|tui rieng|bo tui|an chan|an bot|bien thu|tham o|hoi lo|lot tay|phong bi|bao ke|bao che|dut|rut ruot|trai phep|trai luat|trai phap luat|tu y'
    + '|ngoai phep|chiem (?:dung|doat)|so soang|so mo|so nguoi|bang gia|hai bo so|bat hop phap',
  kin: 'con (?:trai|gai|ruot|dau|re|minh)|em (?:vo|ruot|trai|ho)|anh (?:ho|ruot)|chau (?:ruot|ben)|vo minh|nguoi nha|ho hang|nguoi than|me de',
  evidence: 'bang chung|ghi am|clip|anh chup|lam chung|nhan chung|danh sach kem|giay to chung minh|bien so xe|quay duoc|co day du',
  accuse: 'to cao|to giac',
  complain: 'khieu nai|khang nghi',
  threat: '(?:khong|neu|ma)(?: [\\p{L}#]+){1,10} (?:kien|khieu nai|to cao)',
  ask: 'o dau|the nao|thu tuc|may ngay|bao nhieu ngay|phong nao|goi ai|so nao|can gi|bao gio|khi nao|khong biet|xin hoi|cho hoi',
  paper: 'quyet dinh|thong bao|bien ban|ket luan|ket qua|lenh|van ban|phuong an|giay phep|hop dong',
  authority: 'ubnd|uy ban nhan dan|uy ban|hoi dong|chi cuc|trung tam|doan (?:kiem tra|cuong che)|nha truong|huyen',
  own: 'toi|em|gia dinh (?:toi|em)|nha (?:toi|em)|me toi|con toi|bo toi|chung toi|cua toi',
  wrong: 'sai|oan|vo li|khong dung|khong he|khong co (?:can cu|chung cu|li do|quyet dinh)|khong neu li do|trai quy dinh|khong dung su that',
  refuse: 'khong (?:dong y|dong tinh|nhat tri|chap nhan|nhan|cong nhan)|phan doi|tu choi',
  undo: 'huy|huy bo|rut|thu hoi|khoi phuc|xem xet lai|xem lai|xet lai|tra lai|boi thuong|dinh chi|dung',
  hazard: 'chay|lu|ngap|nuoc (?:len|dang|tran|cuon|lu)|de|dap|mach sui|sat lo|lo nui|sap|sut|dut|dien giat|day dien|trung the|gas|khi doc|hoi doc|no|dao|ma tau|dam|chem|rac rac'
    + '|duoi nuoc|roi xuong|lat|nga|bom|ngo doc|bat tinh|co giat|ngat|tu tu|vo oi|mau|ket|bi de|keo len xe|doa giet|dap pha',
  people: 'nguoi|chau|be|tre|hoc sinh|ba cu|ong cu|me con|dan|cong nhan|hanh khach|khach|tai xe|bau',
  now: 'dang|vua|roi|sap|gap|ngay|nhanh|voi|cuu|keu cuu|khan cap|chua vot|chua thay|cang luc|luc nay|den dau|con ben trong|con nguoi|cho (?:xe|thuyen|nguoi)|can xe|goi #|tu nay',
  past: 'nam ngoai|thang truoc|hom truoc|mua truoc|hoai|hay|thuong|so|nguy co|may thang|nam nao|de phong|phong',
  wish: 'de nghi|kien nghi|mong|nho xa|xin xa|xin (?:sua|lap|lam|ho tro|cap|xay|dep|tinh|hop|phun|rao|cat|khao sat|dua|duoc)|can thiep|xu li',
  greet: 'chao|cam on|chuc|xin cam on|vui|khen|tot|hay qua|hai long|da|vang|ok|alo|hello|hihi|hehe',
  meeting: 'hoi nghi|doi thoai|may gio|giay moi|dai bieu|hoi truong|phat bieu|khai mac|chu tri|hop o dau|lien hoan|truyen truc tiep|tai lieu',
  machine: 'bot|tin nhan|nhan (?:nham|tin)|gui nham|thu|test|zalo|app|file|anh|ghi am|may|admin|so nay|go|bam',
  trade: 'ban|mua|gia re|giam|lh|lien he|ib|inbox|khuyen mai|tang|mien phi|tuyen|thu nhap|vay|lai suat|dau tu|link|sim|dac tri|cho thue|nhan lam|khai truong|trung thuong|kb',
  abuse: 'ngu|cho|vcl|vl|dm|dit|lon|cut|cuc|me kiep|may|chung may|bon|lu|thang|do|hai|mat day|vo hoc|khon nan|suc sinh|oc|sua|an hai|quan tham|cc|chet di|ham',
};

const TESTS = Object.entries(KINDS).map(([kind, words]) => (
  { kind: `@${kind}`, test: new RegExp(`(?<!\\p{L})(?:${words})(?!\\p{L})`, 'u') }
));

/** Longer messages are read at both ends. */
const READ_WORDS = 120;

/** What the learned screening reads: words, pairs of words, kinds of words and which kinds come together. */
export function screenFeatures({ words: all }: Words): string[] {
  const words = all.length > READ_WORDS ? [...all.slice(0, READ_WORDS / 2), ...all.slice(-READ_WORDS / 2)] : all;
  const folded = words.map((word) => word.folded);
  const text = ` ${folded.join(' ')} `;
  const kinds = TESTS.filter(({ test }) => test.test(text)).map(({ kind }) => kind);
  const together = kinds.flatMap((one, i) => kinds.slice(i + 1).map((other) => `${one}+${other}`));
  const pairs = folded.slice(1).map((word, i) => `${folded[i]}_${word}`);
  const size = words.length <= 3 ? '@tiny' : words.length <= 8 ? '@short' : words.length <= 40 ? '@usual' : '@long';
  return [...folded, ...pairs, ...kinds, ...together, size];
}
