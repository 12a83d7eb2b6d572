/**
 * Danger to life that is there now, told in any words: what happens, and that it happens now. On folded text whose
 * sentences are apart by ` . `; see `screening.ts`.
 */

function words(most: number): string {
  return `(?: [\\p{L}#]+){0,${most}}?`;
}

const PEOPLE = [
  '(?:nguoi|chau|be|tre|em be|dua be|dua tre|dua nho|con nit|hoc sinh|cong nhan|tho|ong|ba|cu|anh|chi|chu|bac|me|bo|ba con|ho',
  '|ca nha|gia dinh|san phu|phu nu|tai xe|ngu dan|nhan khau|du khach|mang)',
].join('');

/** What is an emergency as soon as it is told as happening. */
const EVENTS = [
  // people in it
  `${PEOPLE}${words(5)} (?:mac ket|ket lai|ket giua|ket trong|ket tren|bi ket(?! (?:nap|qua|xe|duong|hon))|(?:dang|con) ket (?:trong|giua|tren|lai|duoi|o)|con trong do|con o trong|con ben trong)`,
  `${PEOPLE}${words(5)} (?:(?:bi |da )?(?:nuoc|lu|song) (?:cuon|keo)|bi cuon|bi vui|bi de|bi chon|bi dien giat|bi giat dien|bi duoi nuoc`
    + '|duoi nuoc|chet duoi|roi xuong|lot xuong|nga xuong|(?<!y )te xuong|nhay xuong|nhay cau|nhay song|chim|mat tich)',
  `(?:lat|chim) (?:thuyen|do|ghe|xuong|tau|xe)${words(8)} ${PEOPLE}`,
  `(?:tren|leo len|o) (?:gac|noc|mai|noc nha|mai nha|gac xep|tang tum)${words(8)} (?:khong xuong|khong ra|cho cuu|keu cuu|nuoc)`,
  `(?:nuoc len|nuoc ngap|lu|lua lan|dam chay)${words(12)} (?:khong|chua) (?:ra|xuong|thoat|so tan) (?:duoc|kip|ra)`,
  `${PEOPLE}${words(6)} (?:bat tinh|co giat|ngung tho|ngat xiu|tho khong noi|kho tho|hon me|mat mau|chay mau nhieu|nguy kich|dang hap hoi`
    + '|sui bot mep|dot quy|chuyen da|sap de|vo oi|dau de)',
  `(?:uong|an)${words(3)} (?:thuoc (?:sau|co|tru|chuot|ngu)|la ngon|nam doc|ruou)${words(8)} (?:tu tu|cap cuu|co giat|hon me|bat tinh|sui bot|gap)`,
  `(?:non oi|oi mua|oi|ngo doc|trung doc|nga doc)${words(8)} (?:co giat|ngat|hang loat|nhap vien|cap cuu|khong du nguoi|nguy kich|kho tho)`,
  // water, dykes, dams, earth
  `(?:(?:than|chan|mai|mat) (?:de|dap)|bo bao|ho chua|ho dap|de (?:bao|bien|song|ta|huu|quai|boi|[\\p{L}#]+ doan)|doan de|con de|khuc de|cong duoi de`
    + `|de (?=ro |ri |vo |nut |sut |sat |thung |xoi |phun |tham |bi ))${words(7)} (?:ro|ri|ro ri|tham lau|phun|phut|sui|xoi|mach sui|lo dat|nut|sat|sut`
    + `|tran|thung|vo)${words(9)} (?:duc|thanh voi|thanh dong|to dan|manh|cang luc|rat nhanh|phut len|xoi xoi|qua mat|dem nay|trong dem|sap|bao tai)`,
  `(?:nuoc|lu) (?:da |dang )?(?:tran|vuot|ngap)${words(3)} (?:qua )?(?:mat )?(?:de|dap|mai|noc|cua so|nguc|toi co|den co|qua co|gac|bung|toi dau|qua dau)`,
  `(?:lu|nuoc|lu ong|lu quet|nuoc lu) (?:ve|len|do ve|dang ve|dang len|dang)${words(2)} (?:rat |qua )?(?:nhanh|manh|du|xiet|cao|ao ao|am am)`,
  `(?:dat|doi|nui|taluy|ta luy|vach|suon doi|bo song|nen nha|nha|tuong|mai|san)${words(6)} dang (?:truot|sat|sut|tut|lo|nut|do (?:sap|xuong|am)|sap|nghieng|troi)(?! (?:ho so|no|luong))`,
  `(?:dat|doi|nui|taluy|ta luy|vach)${words(5)} (?:truot|sat|sut|lo|do|ap|ut)${words(4)} (?:vao nha|xuong nha|sat nha|lap nha|de len|vui)`,
  `(?:nut toac|nut rong|toac)${words(10)} (?:dang|cang luc|mua|keu|rac|phai chay|so tan)`,
  `(?:sap|sut|do) (?:ham|lo|mo|gieng|hang|cau|nha|tran|tuong|gian giao|mai)${words(8)} (?:${PEOPLE} (?:bi|con|dang|chua|ket)|vui|de len|ket lai|ket trong)`,
  `(?:ham|lo|mo|gieng|cau|nha|tran|tuong|gian giao|mai|can tin)${words(5)} (?:sap|sut|do sap|vua sap|bi sap|do)${words(8)} (?:de len|vui|ket lai|ket trong|con${words(2)} nguoi|nguoi con|# nguoi)`,
  `(?:co lap|chia cat)${words(12)} (?:sap de|de|cap cuu|nguoi om|benh nang|het (?:gao|nuoc|thuoc)|cuu|tiep te|dua di ngay|dau ruot)`,
  // fire, gas, electricity
  `(?:dang chay|boc chay|chay (?:roi|lon|to|du|lan|rung|nha|cho|kho|xuong|xe|tram)|lua (?:boc|lan|dang lan)|ngon lua|khoi lua)${words(8)} `
    + '(?:lan|ngun ngut|cuu|dap|chua dap|khong dap|du doi|roi|nguoi|gap|lua|mu mit|to|lon|cang|sang|ngay|nhanh|len|sat|xe)',
  `(?:binh|bon|xe|ong|duong ong|van|kho)? ?(?:gas|ga|khi|khi doc|amoniac|clo|hoa chat|xang|dau|axit)${words(5)} (?:xi|ro|ri|ro ri|tran|no|lat|phun)`
    + `${words(8)} (?:manh|khong khoa|khong bit|so no|chay|ngat|kho tho|ra duong|nong nac|ca xom|dan|hoc sinh|lan|gap)`,
  `(?:day dien|duong day|day cao the|day trung the|day cap|cot dien|tru dien|tram bien ap|bien ap)${words(5)} (?:dut|roi|rot|sa|do|`
    + `gay|no|phong|chap|danh lua|toe lua|xet lua)${words(9)} (?:giua|xuong|ngang|len mai|tren mai|danh lua|toe lua|con dien|co dien|`
    + 'dang co nguoi|sat|ruong|duong|san|ao|nuoc|truong|cat dien|giat)',
  `(?:danh lua|toe lua|phong dien|xet lua)${words(6)} (?:${PEOPLE}|mai|truong|duong|nuoc|gap|dem|lien tuc)`,
  `mui (?:gas|ga|khi|xang|hoa chat|clo|thuoc sau|la)${words(6)} nong nac${words(10)} (?:ngat|xiu|kho tho|non|choang|co giat|goi)`,
  `(?:${PEOPLE}|hoc sinh|cong nhan)${words(3)} (?:ngat|xiu|bat tinh|co giat|kho tho|non oi)${words(4)} (?:hang loat|roi|het|ca lu|may chuc|# nguoi|goi|cuu)`,
  `(?:rung|doi|nuong|xuong|cho|kho|day tro|chung cu|nha)${words(5)} (?:chay lon|chay to|chay du|boc chay|chay ngun ngut|dang chay|chay lan)`,
  `(?:gio thoi|lua|chay)${words(4)} (?:ve phia|lan sang|lan den|lan toi|sat) (?:nha|khu dan|dan|xom|truong)`,
  `(?:thuyen|do|ghe|xuong|tau|pha|xe khach|xe cho)${words(8)} (?:lat|chim|lao xuong|roi xuong)(?! (?:do|ban|o))`,
  `(?:dap|dap tran|dap dat|dap thuy dien|cong xa|bo ke|bo bao|bo de)${words(6)} (?:vo (?:mot|toang|roi|doan|# met)|(?:thung|sap|nut toac)${words(4)} (?:mot goc|mot doan|# met|roi|toang|nuoc))`,
  `(?:nui|doi|vach|da|taluy|ta luy)${words(6)} (?:keu rac|no am|da lan|da roi|lan xuong|do xuong|am am)`,
  `(?:cay|cot|tru|bien|tuong|mai|cau)${words(4)} (?<!sap )(?:do|nga|roi|do sap) (?:de|trung|vao|xuong)${words(6)} (?:nguoi|chau|be|nha|xe|quan|lop|mai)`,
  `nuoc${words(6)} (?:dang len|len (?:nhanh|tung phut|tung gio|vu vu)|dang cao|dang ngap)${words(14)} (?:nguoi|cu|tre|chau|liet|bau|ket|noc|cuu|do dac)`,
  // violence and despair
  `(?:dang|vua)${words(3)} (?:danh(?! (?:sach|hieu|gia|ba|cho|bat|mat))|dam|chem|duoi|ruot|bop co|do xang|doi dot|doi giet|hanh hung|vay|bao vay|dap cua|pha cua|cam dao|vac dao|khong che)`
    + `${words(5)} (?:vo|toi|em|con|nhau|nguoi|me|bo|chau|chong|ong|ba|nha|hang xom|cong an|may nguoi|ca nha|chung toi|may dua)`,
  `(?:cam|vac|xach|mang|rut) (?:dao|ma tau|kiem|bua|rua|sung|hung khi|gay|xang|luu dan)${words(8)} (?:duoi|chem|ruot|dam|dot|dap|doi|`
    + 'xong|den nha|truoc cua|truoc cong|ngoai cua|khong che|lao vao|dang)',
  `(?:khoa trai|tron trong|chot cua|nhot|nam im)${words(10)} (?:cuu|danh|giet|chem|dao|so|keu)`,
  `(?:bat coc|bat di|loi len xe|keo len xe|bat len xe|bi bat)${words(6)} (?:chau|be|tre|con|em|hoc sinh|bien so|xe)`,
  `(?:muon chet|(?:dang|doi|muon|dinh|toan|vua) tu tu|treo co|nhay lau|nhay cau|khong muon song|ket lieu)(?! o)`,
  `(?:bom|luu dan|min|vat no|dau dan)${words(8)} (?:chua no|gan|giua|tre|choi|dao|xuc|trong vuon|phat hien)`,
];

const HAPPENS = new RegExp(`(?<!\\p{L})(?:${EVENTS.join('|')})(?!\\p{L})`, 'u');

/** That it is now, and that help is to come now. */
const NOW = new RegExp(`(?<!\\p{L})(?:${[
  'dang', 'vua', 'roi', 'sap', 'gap', 'khan', 'cuu', 'ngay', 'nhanh', 'bay gio', 'luc nay', 'hien gio', 'dem nay', 'sang nay',
  'chieu nay', 'toi nay', 'trua nay', 'cang luc cang', 'nguy hiem lam', 'chua thay', 'chua tim', 'chua dap', 'voi', 'xe cap cuu',
  'cho (?:nguoi|xe|do)', 'goi (?:ai|giup|xe|#)', 'can (?:xe|nguoi|dua|cuu|do|thuyen|giup)', 'phai chay', 'phai lam sao', 'moi vot', 'dang hoc', 'sap tan', 'ai co', 'ai giup', 'khong ai toi', 'ho tro voi', 'gio thoi', 'len tung',
  'con o trong', 'ben duoi', 'khong khieng', 'nuoc xoi', 'phun manh', 'lan xuong', 'con trong',
  'mua van', 'nuoc van', 'khong (?:khoa|dap|xuong|ra|thoat) duoc', 'toi lien', 'cham la', 'khong kip', 'hoi truong', 'tu nay',
].join('|')})(?!\\p{L})`, 'u');

/** Past, usual, feared for later, about a law or a drill. */
const NOT_NOW = new RegExp(`(?<!\\p{L})(?:${[
  'nam ngoai', 'nam truoc', 'nam kia', 'thang truoc', 'tuan truoc', 'hom truoc', 'bua truoc', 'dot truoc', 'lan truoc', 'truoc day',
  'hoi (?:thang|nam|tet|xua|truoc)', 'da tung', 'hang nam', 'moi nam', 'nam nao', 'moi mua', 'moi khi', 'moi lan', 'cu mua', 'he mua',
  'hay xay ra', 'thuong xuyen', 'thuong hay', 'hay bi', 'hoai', 'suot ngay', 'may nam', 'may thang', 'nhieu nam', 'lau nay', 'lau roi',
  'phong (?:chay|chong|ngua)', 'dien tap', 'tap huan', 'nguy co', 'de phong', 'ho tro thiet hai', 'khac phuc', 'den bu', 'tro cap',
  'mai tang', 'sau khi', 'sau tran', 'sau dot', 'sau bao', 'sau lu', 'bao vua roi', 'neu', 'lo ngai', 'mua (?:toi|sau|bao toi)',
  'truoc mua', 'so co ngay', 'luc nao cung', 'dem nao cung', 'ngay nao cung', 'toi nao cung', 'da # (?:nam|thang)', '# (?:nam|thang) (?:nay|roi)',
  'lop (?:day )?boi', 'day boi', 'ki nang', 'tuyen truyen', 'cam bien', 'xin ho tro', 'may lan', 'nhieu lan', '# lan',
].join('|')})(?!\\p{L})`, 'u');

const HELP = new RegExp(`(?<!\\p{L})(?:${[
  'cuu (?:voi|nguoi|gap|toi|chung toi|ba con|em|nha)', 'khan cap', 'sos', 'cap cuu gap', 'ngay bay gio', 'keu cuu', 'den ngay', 'toi ngay',
  'cat dien (?:gap|ngay|khan|voi)', 'goi (?:xe )?cuu hoa', 'gui (?:xe|nguoi|thuyen|do)', 'nguoi toi nhanh', 'den nhanh', 'toi nhanh',
].join('|')})(?!\\p{L})`, 'u');

/** Whether a folded text speaks of this moment. */
export function saysNow(folded: string): boolean {
  return NOW.test(folded) && !NOT_NOW.test(folded);
}

/** Whether a folded text tells of lives in danger at this moment or within hours. */
export function tellsDanger(folded: string): boolean {
  if (!HAPPENS.test(folded) || !NOW.test(folded)) return false;
  return !NOT_NOW.test(folded) || HELP.test(folded);
}
