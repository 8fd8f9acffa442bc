"""The characters that the line reader knows: all of GB2312's hanzi, ASCII, and the signs of Chinese documents."""

MARKS = (',:;!?()%><=+-/.~"\'#&*@_[]{}$^|'
         '，：；！？（）％＞＜＝＋－／．～、。【】《》〈〉「」『』〔〕“”‘’—…·'
         '≥≤≧≦≠≈±×÷‰℃°′″√∑→←↑↓●○■□★☆▲△◆◇※§№㎡㎥㎏㎜㎝㎞²³¥￥€〇')
ROMAN = 'ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ'
CIRCLED = '①②③④⑤⑥⑦⑧⑨⑩'
# Not in GB2312, but in names of people, places and projects.
MORE_HANZI = ('喆堃昇祎玥珺璟垚犇淏昉旸燚翀赟祺熠晟暘玹瑀瑄煊珈淼鑫彧镕锴铖钰铠锜珅琎栩翊芃苒荻葳婳妤姝嫚岽崟崭屾'
              '鄚邰郓郯圳塬墚砀硚碶濉浐沣浛漖潖澥獐瓯畲磜箬籴粑舨苴茚菀蒗蔺薮蕲藁衢褡谌谡赉逯逄遴鄞鄠酉酂镡镈陬隰雒霅鲅鲘鳌鳇麂黟龑龢瞭')

# What a font or a producer may print for a class; the class is what a reader writes.
SAME = {'–': '-', '‐': '-', '−': '-', '―': '—', '•': '·', '・': '·', '∕': '/', '∶': '：', '﹥': '＞', '﹤': '＜', '﹪': '％', '‧': '·'}


def hanzi():
    """GB2312 rows 16 to 87, level 1 first."""
    out = []
    for high in range(0xB0, 0xF8):
        for low in range(0xA1, 0xFF):
            try:
                out.append(bytes([high, low]).decode('gb2312'))
            except UnicodeDecodeError:
                pass
    return out


def classes():
    """Every class in the order of the network's outputs."""
    ascii_ = [chr(c) for c in range(0x30, 0x3A)] + [chr(c) for c in range(0x41, 0x5B)] + [chr(c) for c in range(0x61, 0x7B)]
    out = list(dict.fromkeys(ascii_ + list(MARKS) + list(ROMAN) + list(CIRCLED) + hanzi() + list(MORE_HANZI)))
    return out


LEVEL1 = 3755     # the first so many of hanzi() are the common ones
