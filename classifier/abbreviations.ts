/**
 * What people type on a phone, expanded to the words they mean. Only readings that are safe without
 * context stand here: `tc` (trợ cấp or tiêu chí), `mô` (đâu or mô hình) and `chi` (gì or chi bộ) are left alone.
 */
const EXPANSIONS = `
ko k kg kh kô hok hông hổng hem khum khg nỏ = không
dc đc đx đươc dươc đuợc = được
j = gì
z v rứa zậy dzậy = vậy
vs vơi = với
ntn = như thế nào
bnh bn = bao nhiêu
mng = mọi người
mk mik = mình
bh bjo bgio chừ = bây giờ
trc = trước
ngta nta = người ta
lm mần = làm
lmj = làm gì
lsao = làm sao
nx = nữa
nma nhma = nhưng mà
nhg nhưg = nhưng
r rùi roài = rồi
vk = vợ
ck = chồng
sdt sđt = số điện thoại
ng ngừi = người
nhìu = nhiều
qá wá wa = quá
ms = mới
cx cg = cũng
đg dg đừơng đàng = đường
e = em
a = anh
c = chị
bik bít = biết
tui = tôi
nác = nước
heo = lợn
hẻm = ngõ
zô = vô
ub = ủy ban
ubnd ubnđ = ủy ban nhân dân
ubx = ủy ban xã
hđnd hdnd = hội đồng nhân dân
mttq = mặt trận tổ quốc
tdp = tổ dân phố
kdc = khu dân cư
cb = cán bộ
cbcc = cán bộ công chức
cq = chính quyền
csgt = cảnh sát giao thông
cax = công an xã
tthc = thủ tục hành chính
cchc = cải cách hành chính
ccb = cựu chiến binh
gcn = giấy chứng nhận
qsdđ qsdd = quyền sử dụng đất
gcnqsdđ gcnqsdd = giấy chứng nhận quyền sử dụng đất
cccd = căn cước công dân
cmnd cmt = chứng minh nhân dân
vneid = định danh điện tử
qđ = quyết định
nq = nghị quyết
nđ = nghị định
cs = chính sách
tnmt = tài nguyên môi trường
gpmb = giải phóng mặt bằng
đbgpmb = đền bù giải phóng mặt bằng
tđc tdc = tái định cư
htx = hợp tác xã
ntm = nông thôn mới
nvh nhvh = nhà văn hóa
clb = câu lạc bộ
kcn = khu công nghiệp
ccn = cụm công nghiệp
cty ctty = công ty
dn = doanh nghiệp
nhcs nhcsxh = ngân hàng chính sách
csxh = chính sách xã hội
sx = sản xuất
sxkd = sản xuất kinh doanh
sxnn = sản xuất nông nghiệp
bvtv = bảo vệ thực vật
xd = xây dựng
xdcb = xây dựng cơ bản
gpxd = giấy phép xây dựng
qh = quy hoạch
bhyt = bảo hiểm y tế
bhxh = bảo hiểm xã hội
bhtn = bảo hiểm thất nghiệp
tcxh = trợ cấp xã hội
nkt = người khuyết tật
nct = người cao tuổi
ncc = người có công
tbls = thương binh liệt sĩ
tnxp = thanh niên xung phong
btxh = bảo trợ xã hội
bs = bác sĩ
bv = bệnh viện
yte ytế = y tế
tyt = trạm y tế
gv = giáo viên
sv = sinh viên
sgk = sách giáo khoa
hp = học phí
gdđt gddt = giáo dục đào tạo
vsmt = vệ sinh môi trường
onmt = ô nhiễm môi trường
attp vsattp = an toàn thực phẩm
atgt = an toàn giao thông
gtnt = giao thông nông thôn
gt = giao thông
ql = quốc lộ
btxm = bê tông xi măng
anqp = an ninh quốc phòng
antt = an ninh trật tự
pccc = phòng cháy chữa cháy
xkld xklđ = xuất khẩu lao động
lđ = lao động
nlđ nld = người lao động
hđlđ hdld = hợp đồng lao động
`;

function parse(table: string): Map<string, readonly string[]> {
  const map = new Map<string, readonly string[]>();
  for (const line of table.trim().split('\n')) {
    const [shorts = '', meaning = ''] = line.split(' = ');
    for (const short of shorts.split(' ')) map.set(short.normalize('NFC'), meaning.normalize('NFC').split(' '));
  }
  return map;
}

/** Short form → the words it stands for, both lower case NFC. */
export const ABBREVIATIONS: ReadonlyMap<string, readonly string[]> = parse(EXPANSIONS);

/**
 * `hs` is hồ sơ after a verb of paperwork and học sinh otherwise: the one abbreviation that is frequent in both
 * senses and that the word before decides.
 */
export const PAPERWORK_BEFORE_HS: ReadonlySet<string> = new Set(
  'làm nộp bộ gửi xét duyệt lập trả nhận thiếu lam nop bo gui xet duyet lap tra nhan thieu'.normalize('NFC').split(' '),
);
