/**
 * Ways in which people report a breach without the word "tố cáo" (Luật Tố cáo 2018: a breach of the law by somebody
 * who can be identified). On folded text whose sentences are apart by ` . `; see `screening.ts`.
 */

/** At most so many words of one sentence, lazily. */
function words(most: number): string {
  return `(?: [\\p{L}#]+){0,${most}}?`;
}

/** Somebody with an office or in a position of trust. */
const OFFICIAL = [
  '(?:can bo|cong chuc|vien chuc|truong (?:thon|xom|ban|ap|khu|khoi|khom|buon|lang|cong an|tram|phong)',
  '|pho (?:thon|chu tich|truong|bi thu|ban|hieu truong)|to truong|doi truong|bi thu|chu tich|chu nhiem|giam doc',
  '|hieu truong|hieu pho|ke toan|thu quy|thu kho|dia chinh|cong an|tu phap|xa doi|chi hoi truong|hoi truong',
  '|kiem lam|canh sat|quan li thi truong|bac si|y si|thay giao|co giao|thay (?:hieu|chu nhiem|day)|lanh dao|ban quan li|can su|ap truong',
  '|thon truong|ban phat trien thon|nhan vien dien luc|thuy nong vien|doan thanh tra)',
].join('');

/** Money and goods that belong to others. */
const GOODS = [
  '(?:tien|quy|kinh phi|gao|qua|hang cuu tro|luong|phu cap|che do|tro cap|xi mang|vat tu|thuoc|von|so tien|#',
  '|trieu|tram trieu|ti|thuy loi phi|phi|le phi|hoc phi)',
].join('');

/** For oneself, or past the books. */
const KEPT = [
  '(?:cho (?:nha|con|chau|em|anh|vo|chong|minh|me|bo|nguoi nha|nguoi than|rieng|ban than)(?: (?:minh|trai|gai|ruot',
  '|ho|ong|ba|no))?(?! (?:toi|em|tui|dan|ba con|ho))|tieu rieng|xai rieng|lam rieng|lam cua rieng|lam an|danh bac|choi',
  '|tieu (?:het|xai)|bo tui|dut tui|om tron|om luon|khong (?:he )?(?:nop|vao so|ghi so|nhap so|nhap quy|vao quy)',
  '|khong tra(?! loi)|khong ai (?:duoc )?biet|cuoi nam chia nhau|chia nhau|xay nha|mua xe|mua dat|bien lai gia',
  '|phieu thu gia|hoi thi choi|choi bay|xoa so|giau)',
].join('');

const RELATIVE = '(?:me de|bo de|vo minh|con (?:trai|gai|ruot|minh)|em ruot|anh ruot|chau ruot|em vo|nguoi nha minh)';

const PATTERNS = [
  // taking what belongs to others
  `${OFFICIAL}${words(9)} (?:lay|cam|giu|om|thu|nhan|muon|vay|rut|tieu|xai|ban|xen|cat)${words(4)} ${GOODS}${words(14)} ${KEPT}`,
  `${OFFICIAL}${words(9)} (?:an|bot|xen|an bot|an chan|cat|cau|ngat|an chenh lech|lay bot)(?: di| mat)?${words(2)} `
    + '(?:tien|quy|gao|qua|xi mang|vat tu|khau phan|chenh lech|tien an|tien sua|moi (?:thang|suat|ho|nguoi|chau))'
    + '(?! [\\p{L}]+ hang thang)',
  `(?:thu|lay|cam|giu) ${GOODS}${words(10)} (?:roi )?(?:bo tui|bo tui rieng|dut tui|tieu rieng|om tron|om tien)`,
  `${OFFICIAL}${words(12)} (?:bo tui|dut tui|bien thu|tham o|tham nhung|chiem doat|cuom|nuot|om tien|om quy|om tron)`,
  // papers that are not true
  `${OFFICIAL}${words(9)} (?:khai (?:khong|them|man|ma|gian|gia|vong)|lam khong (?:danh sach|ho so|chung tu|hoa don|so)|lap (?:khong|gia|ho so khong|danh sach (?:khong|ma))`
    + '|lam gia|gia mao|gia chu ki|ki (?:khong|thay|gia|man)|ki ten thay|ghi khong|nang khong|ke khong|hop thuc hoa'
    + '|sua (?:so|ho so|diem)|lam sai lech)',
  `(?:lam gia|gia mao|gia) (?:chu ki|ho so|giay to|bien lai|con dau)${words(10)} (?:de|nham|roi) (?:nhan|lay|huong|rut|vay|ban)`,
  `(?:gia|lam gia) ho so (?:thuong binh|liet si|ho ngheo|nguoi co cong|benh binh|chat doc|khuyet tat|vay)`,
  `(?:ong|ba|anh|chi) [\\p{L}#]+${words(6)} (?:khai man|gia ho so|lam gia|khai khong|khai gian)${words(8)} (?:huong|nhan|lay)`,
  // bribes and cover
  `${OFFICIAL}${words(8)} (?:nhan|an|cam|vi) (?:tien|qua|phong bi|hoi lo|dut lot|lot tay|# trieu)${words(5)} (?:cua|de|moi|cho|roi|tu)`,
  `${OFFICIAL}${words(8)} (?:bao che|bao ke|tiep tay|thong dong|cau ket|moc noi|dan xep|lam ngo)(?! (?:khong|cho nhau))`
    + `${words(6)} (?:cho|song|cat tac|lam tac|buon|doi tuong|xe|co bac|nha thau|con|chu|lo|ke|viec|khai thac|xay)`,
  `(?:bao che|bao ke) cho (?:song|cat tac|lam tac|con bac|xe qua tai|bon|to chuc|nha thau|cong ty)`,
  `(?:dut|lot|chi|dua|chung|boi tron|hoi lo|lo lot)(?: tay)?(?: (?:tien|phong bi|#))?${words(2)} cho (?:can bo|cong an|dia chinh`
    + '|chu tich|truong (?:thon|cong an)|thanh tra|kiem lam|quan li)',
  `${OFFICIAL}${words(8)} (?:xin|doi|voi|ep|bat|goi y|yeu cau)${words(4)} (?:# ?(?:tr|trieu|cu|chai|k|nghin|ngan)?|tien|phong bi`
    + `|boi duong|lot tay)${words(4)} moi (?:ki|duyet|lam|cho|giai quyet|cap|nhan|xong|chiu|dong dau|xac nhan|dua|vao)`,
  `${OFFICIAL}${words(6)} (?:cam|lay|nhan) (?:cua )?(?:nha|gia dinh|toi|em|me|dan|ba con)?${words(3)} `
    + `(?:#|tien|may chuc|chuc|tram)(?: [\\p{L}#]+){0,3}? (?:noi|hua|bao|de) (?:lo|chay|lam|xin|giup)`,
  `${OFFICIAL}${words(6)} (?:chay (?:an|toi|so|chuc|bang|viec cho)|lo (?:viec|so do|an) lay tien)`,
  // public land and goods
  `(?:${OFFICIAL}|ban (?:quan tri|chu nhiem)|htx|hop tac xa)${words(10)} (?:ki ban|ban|cap|giao|cat|chia)${words(4)} (?:dat cong`
    + `|dat #|dat 5|dat du phong|lo dat|tai san cong|may gat|may cay|go)${words(8)} `
    + '(?:cho (?:con|chau|em|anh|nguoi nha|vo|ho hang|than)|khong (?:qua )?dau gia|trai phep|lay tien|tieu)',
  `${OFFICIAL}${words(8)} (?:ban|ki ban|tu y ban) (?:trai phep )?(?:dat cong|dat 5|dat #|dat nghia trang|dat du phong|ao cong|ao lang)`,
  `${OFFICIAL}${words(6)} (?:lay|dem|tuon) thuoc${words(5)} (?:ban|ra ngoai)`,
  // welfare for one's own
  `${OFFICIAL}${words(6)} (?:xet|duyet|dua|cho|cap|lap)${words(5)} (?:ho ngheo|can ngheo|tro cap|che do|qua|nha tam|dat)${words(4)} `
    + `(?:cho )?${RELATIVE}`,
  // against people
  `(?:${OFFICIAL}|ong|chu|bac|anh) ?${words(9)} (?:so soang|sam so|ga gam|dam o|xam hai tinh duc|cuong dam|hiep dam|giao cau)`,
  `${OFFICIAL}${words(5)} (?:danh|tat|hanh hung|da) (?:dan|nguoi dan|toi|em|chau|hoc sinh|con (?:toi|em)|me toi|bo toi|mot ong)`
    + `${words(10)} (?:tim|chay mau|nhap vien|gay|thuong tich|bat tinh|ran|rach|ngat)`,
  `(?:con|chau|em)(?: trai| ruot)? (?:chu tich|bi thu|truong cong an|can bo)${words(10)} (?:tong|danh|dam|chem)${words(12)} `
    + '(?:dan xep|bao che|cho qua|bo qua|im|khong xu)',
  // credit and names of others
  `(?:${OFFICIAL}|quy tin dung|ngan hang)${words(10)} (?:dung ten|muon ten|lay ten|vay ho|lap ho so vay|vay khong)${words(12)} `
    + '(?:om tien|bo tron|khong tra|khong dung|ngan hang doi|rut tien|lay tien|tieu)',
];

const BREACHES = new RegExp(`(?<!\\p{L})(?:${PATTERNS.join('|')})(?!\\p{L})`, 'gu');

/** In general, of prevention, as a rule, as a rumour, or a wish. */
const NO_REPORT = new RegExp([
  '(?:phong chong|ngan chan|bai tru|tranh|han che|de khong|khong de|neu|tinh trang|nan|luat|xu li nghiem|quy dinh',
  '|chong|phong|nhung|mot so|nhieu|nghe noi|nghe dau|ke gian|doi tuong|mao danh|gia danh|tu xung|lua dao|cam|khong duoc',
  '|co duoc|co phai|sao|neu co|nghiem cam)(?: [\\p{L}#]+){0,3} $',
].join(''), 'u');

/** Denied or done by an unknown: "để không tham ô", "bắt được kẻ chiếm đoạt". */
const DENIED = new RegExp([
  ' (?:khong|chong|tranh|phong|ngan|bat duoc|ke(?! toan)|doi tuong|bon|ten)(?: [\\p{L}#]+){0,2} (?:tham|chiem doat|an (?:chan|bot|tien)',
  '|bien thu|nhan (?:tien|hoi lo|phong bi)|bao che|bao ke|doi|voi)',
].join(''), 'u');

/** What is found for a report, and how much it says; each once. */
const SIGNS: readonly (readonly [number, RegExp])[] = ([
  [3, [
    'bo tui|bo (?:vao )?tui|tui rieng|vao tui|tui ai|dut tui|an chia|an hoa hong|bao ke|bien thu|tham o|chiem doat|an chan|an bot|bot xen|xen bot|cat xen|tay xoa',
    'nhan (?:phong bi|hoi lo|lot tay|tien lot)|dut lot|lot tay cho|gia (?:chu ki|mao|so sach|hoa don|bien lai)|lam gia|ban chui|ban lau|thu chui',
    '(?:khai|ghi|ki|lap|xac nhan|ke|nang|quyet toan|cham cong|thanh toan) khong(?! (?:dung|du|co|ro|xong|duoc|phai|kip|het|cong|minh|chinh))',
    '(?:khai|nang) (?:man|gian|vong|them # (?:ho|suat|nguoi))|so soang|sam so|ga gam|dam o|ep dan ki|chay viec|chay bien che|chay chuc',
    'nop (?:cho (?:ong|ba|thay|co) )?# ?(?:trieu|tr)? ?(?:mot|moi|#) suat|(?:mot|moi) suat (?:bien che|viec)|phan lo ban|lay dat (?:cong|nghia dia)',
    'danh (?:dan|chau toi|con toi|nguoi|em toi|bo toi|chong toi)[^.]{0,40}(?:gay|bam|tim|nhap vien|xuong suon|chay mau|thuong tich)|rut ruot',
    'om (?:tien|tron|quy)|cuom|nuot tron|tron mat|bong tien|thong dong|cau ket|moc ngoac|moc noi|chia chac|hop thuc hoa',
  ].join('|')],
  [2, [
    'tu y (?:rut|ban|thu|cat|lay|xa|cho thue|sua|cap|chia|dung|pha|di doi)|giu (?:so|the|bia|tien|luong|giay) (?:[\\p{L}#]+ ){0,3}(?:cua|cac|ba con|dan)',
    'sua (?:so|ban do|ho so|diem|danh sach|bien ban)|(?:bot|cat|giu lai|giu|tru|an|ngat)[^.]{0,14} (?:mot nua|phan nua|moi (?:cu|suat|ho|nguoi|thang|chau))',
    'chi (?:dua|tra|phat|nhan)[^.]{0,16}(?:mot nua|phan nua|mot phan)|cat khau phan|bi lo ten|lo ten|bi doa|doa (?:nat|cat|khong ki|danh|cho)|tra thu',
    'nhan (?:ho|thay)[^.]{0,40} (?:mot nua|khong (?:dua|tra)|giu)|cat (?:[\\p{L}#]+ ){0,4}(?:sang|cho) (?:cho )?(?:anh|em|con|chau|ho)|tru (?:cua )?moi (?:cu|nguoi|ho)',
    'muon tay|nho tay|ep (?:ki|dan|nguoi|gia dinh|toi)|mo song|song bac|de (?:em|con|chau|anh|vo)[^.]{0,14} (?:mo|lam|thau|chiem|xay|huong)',
    '(?:cho|nhuong|giao|xet|ban|de|cap|huong) (?:cho )?(?:con|chau|em|anh|vo|nguoi nha|ho hang|anh em) (?:minh|trai|gai|ruot|ho|ong|ba|cua)',
    'moi (?:xe|chuyen|sao|lo|suat) #|tien tuoi|tien den|dam mom|che giau|giau dan|sau lung dan|khong he biet|khong ai hay|tu bo tien|lam luat',
    '(?:hoa don|so sach|giay to|chung tu) (?:thi )?(?:ghi|khai|van|lai|mot dang)|chenh lech|an chenh|ke (?:them|gia)|cong them # (?:so|trieu|nghin)',
    'khong nop (?:len|ve|cho|lai)|khong vao so|khong ghi so|thu (?:roi|xong) (?:de|giu|tieu)|tieu (?:rieng|xai|het)|mua (?:xe|dat|nha) (?:bang|tu)',
  ].join('|')],
  [2, 'co (?:anh|clip|ghi am|bang chung|nhan chung|giay ki|chung cu|video|hinh)|(?:quay|chup|ghi am) (?:duoc|lai)|bang chung|con giu giay|lam chung'],
  [1, 'tien|trieu|trieu dong|quy|gao|qua|tro cap|kinh phi|luong|suat|bao hiem|dat'],
  [1, '(?:hoi thi|con|roi|ma) choi|choi (?:bay|quanh|khong)|thach thuc|noi ngang|khong chiu tra|khong tra lai'],
] as const).map(([weight, pattern]) => [weight, new RegExp(`(?<!\\p{L})(?:${pattern})(?!\\p{L})`, 'u')] as const);

const HOLDER = new RegExp(
  `(?<!\\p{L})(?:${OFFICIAL}|nhan vien (?:tram|xa|thue|dia chinh|ngan hang|buu dien)|doi (?:thue|quan li|thanh tra)|quan li (?:dap|cho|ho|chua)`
  + '|ban (?:quan li|quan tri|giam doc|lanh dao|chap hanh)|co hieu (?:truong|pho))(?!\\p{L})', 'u');

/** Together with somebody in office, so much makes a report of it. */
const REPORT_FROM = 3;

/** Wishes and worries about how things are done in general. */
const IN_GENERAL = new RegExp([
  '(?<!\\p{L})(?:cong khai|minh bach|bien lai|bao cao|kiem tra cac|de nghi (?:quan tam|co|xem|tang|nang|ho tro|bo tri)|phong chong|chong tham|tuyen truyen',
  '|co phai|co dung khong|khong biet (?:co|chi|di dau|lam gi)|mot so can bo|can bo nao|nhieu can bo|cac can bo|nghe noi|nghe dau|mao danh|gia danh)(?!\\p{L})',
].join(''), 'u');

/** Sums up what a sentence that names somebody in office, and the next one, say against them. */
function weighsAsReport(folded: string): boolean {
  if (IN_GENERAL.test(folded)) return false;
  const sentences = folded.split(' . ');
  return sentences.some((sentence, i) => {
    if (!HOLDER.test(` ${sentence} `)) return false;
    const said = ` ${sentence} . ${sentences[i + 1] ?? ''} `;
    const signs = SIGNS.filter(([, sign]) => sign.test(said));
    return signs.some(([weight]) => weight >= 2) && !DENIED.test(said)
      && signs.reduce((sum, [weight]) => sum + weight, 0) >= REPORT_FROM;
  });
}

/** Whether a folded text reports a breach by somebody in office or trust. */
export function reportsBreach(folded: string): boolean {
  for (const match of folded.matchAll(BREACHES)) {
    const before = folded.slice(Math.max(0, match.index - 40), match.index);
    const sentence = before.slice(before.lastIndexOf(' . ') + 1);
    if (!NO_REPORT.test(sentence) && !DENIED.test(match[0])) return true;
  }
  return weighsAsReport(folded);
}
