const LIST = `
à ạ ai anh bà bác bà con bao bây giờ bị bởi các cái cần càng cả chẳng chỉ chị cho chúng chưa có còn con cô của cũng
cứ cụ da dạ do đã đang đấy để đề nghị kiến đều đi đó đâu được em gì giờ giúp hay hãy hơn hết hỏi hiện nay kính gửi
khi không là lại lên lúc luôn mà mấy mỗi một mong mọi mới muốn này nào năm nên nếu ngày người như những nữa nhé
nhiều nhưng
ở ông phải qua quá quý ra rất rồi sao sau sẽ tại tháng thì theo thế thưa tôi tới trong trên từ tuy và vào vẫn vậy về vì
với việc vừa xã thôn xóm xem xin ý nhà nước nhân dân cử tri rằng rứa thấy nói đến chú cháu mình ta họ nó đây kia lắm ấy
tụi bọn mẹ giùm dùm ha hen nghen nha hả nhờ lần lâu hoài vô chi gia đình địa phương phương địa bàn quan tâm xét
giải quyết
`;

/** Words that say nothing about the topic: function words, greetings, the boilerplate of petitions. */
export const STOP_WORDS: ReadonlySet<string> = new Set(LIST.normalize('NFC').trim().split(/\s+/u));
