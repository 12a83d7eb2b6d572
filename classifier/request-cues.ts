/**
 * Words by which a sentence asks for something, on folded text (see `fold`; words apart by one space).
 * Used to tell a request from a greeting, an insult or a piece of a story.
 */
export const ASKS = new RegExp(
  `(?<!\\p{L})(?:${[
    'de nghi', 'kien nghi', 'de xuat', 'phan anh', 'yeu cau', 'xin hoi',
    'xin (?:duoc|cap|kinh phi|ho tro|y kien|mo|lam|cho|xa)',
    'cho (?:toi|em|minh|con|chau|ba con|chung toi|gia dinh|hoi|xin)', 'hoi (?:ve|chut|xem|xa|la|thu tuc|lich|cach|xiu)',
    'mong', 'mong muon', 'nho (?:xa|cac|anh|uy ban|chinh quyen|lanh dao|can bo)', 'kinh mong',
    'giup (?:toi|em|dan|ba con|do|cho|voi|voi a)',
    'can (?:phai|duoc|co|sua|lam|xu li|som)', 'bao gio', 'khi nao', 'chung nao', 'bao lau', 'bao nhieu',
    'the nao', 'nhu the nao',
    // "ở đâu", and not "ở đầu thôn".
    'o dau(?! (?:thon|xom|lang|ngo|duong|cau))',
    'lam sao', 'tai sao', 'vi sao', 'sao (?:khong|chua|lai|xa|ma)', 'phai khong', 'duoc khong',
    'co (?:duoc )?[^.]{1,40} khong',
    'xem (?:lai|xet|giup|gium|ho)', 'giai quyet', 'xu l[iy]', 'kiem tra', 'can thiep', 'khac phuc', 'cham dut',
    'ngan chan',
    'sua (?:di|giup|gium|cho|chua|lai|som)', 'lam (?:di|giup|gium|cho dan|on)',
    'som (?:co|lam|sua|giai|khac|duoc|tra|cap)', 'ho tro',
    'quan tam', 'lap (?:dat|them|cho)', 'nang cap', 'cai tao', 'dau tu', 'bo tri', 'cong khai', 'tra loi',
    'xay (?:them|dung|moi|cho|cau|ke)',
  ].join('|')})(?!\\p{L})`,
  'u',
);

/** Words by which a sentence names trouble without asking ("đường hỏng, đi không được"), on folded text. */
export const TROUBLES = new RegExp(
  `(?<!\\p{L})(?:${[
    'hong', 'hu', 'nut', 'sut', 'nghet', 'gay', 'yeu', 'duc', 'thoi', 'tran (?:vo|vao|ra)', 'mat roi', 'chua ai',
    'khong nghe', 'bi lan', 'on qua', 'pha duong',
    'gap doi', 'chua (?:ve|tra|thay|lam)', 'het thuoc', 'can tho', 'tre hen', 'sap do', 'sat lo', 'ngap',
    'tac (?:cong|duong|muong)', 'boc mui', 'hoi thoi', 'o nhiem',
    'o ga', 'lay loi', 'toi om',
    'xuong cap', 'nguy hiem', 'mat (?:nuoc|dien|trom|song)', 'trom', 'thieu', 'cham',
    'chua (?:co|duoc|thay|nhan|xong|tra|lam|cap)',
    'khong (?:co|duoc|thay|ai|du|chiu|dung|cong bang|hop l[iy]|the|nhan)', 'lan chiem', 'lam thu', 'on ao',
    'qua (?:cao|thap|tai|nho|xau|it|xa|dat|yeu)',
    'kho khan', 'buc xuc', 'khieu nai', 'that nghiep', 'bi (?:cat|mat|no|lua|danh|sai|thu hoi|tre)', 'lua dao',
    'bo hoang', 'do dang', 'chet',
  ].join('|')})(?!\\p{L})`,
  'u',
);
