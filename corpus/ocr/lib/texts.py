"""Texts to train on: words by their frequency, values as forms print them, and drills of look-alikes.

Words come from the dictionary of Debian's python3-jieba (MIT) and from the project's own phrase tables.
"""
import bisect
import itertools
import json
import random
from pathlib import Path

from . import characters

HERE = Path(__file__).resolve().parent
PHRASES = HERE.parents[1] / 'phrases'
CODE = '0123456789ABCDEFGHJKLMNPQRTUWXY'
UNITS = list('元人个套次天路件份户项吨度万亿年月日期名辆台条处间栋亩所家米克升组类座场篇批节本幅只盒袋张') + [
    '万元', '平方米', '公里', '平方公里', '小时', '分钟', '季度', '元/人/月', '元/人', '元/人/天', '元/月', '元/平方米', '万元/公里', '元/件', '人次', '亿元',
    '千元', '千瓦时', '立方米', '工作日', '个百分点', '户/年', '元/吨', '次/年', '㎡', '℃', 'MB', 'km', 'kg', 'GB']
SIGNS = ['≥', '≤', '≥', '≤', '≥', '≤', '＞', '＜', '>', '<', '=', '＝', '＞＝', '≧', '±', '~', '']
LOOK_ALIKE = ['己已巳', '未末', '土士', '日曰目', '人入八', '干千于', '，、。.', '一—-－', '0O〇o。', '1lI|', '2Z', '5S', '8B', '6b', '9g', '天夫无', '戊戌戍成',
              '刀力刃', '大太犬', '木本术', '王玉主', '田由甲申', '晴睛', '徽微', '治冶', '洁沽', '拨拔', '侯候', '辨辩辫', '析折拆', '暑署', '斤斥', '幕慕募墓', '崇祟', '管菅',
              '坏环', '住往', '各名', '问间', '候侯', '材村', '今令', '免兔', '九几丸', '午牛', '西酉', '贝见', '户尸', '了子', '代伐', '风凤', '历厉', '哀衰衷', '准淮', '项顶',
              '员贝', '科料', '货贷', '查杳', '城域', '完宪', '级极', '经径', '率卒', '辆俩', '标栎', '指措', '效郊', '绩缋', '持特待', '：；', '（(', '）)', '%％', '>＞', '<＜', '≥≧>', '≤≦<',
              '二三工', '川州', '口囗曰', '卜下', 'Ⅰ1Ⅱ', '·.', '～~-', 'vV', 'wW', 'xX×', 'cC', 'sS', 'kK', 'pP', 'uU', '“”', '‘’', '《〈', '》〉', '〔（[', '〕）]', '情清晴', '低抵底', '设没', '陪倍', '搏博',
              '赢羸', '即既', '枝技', '扑朴', '圆园', '赏尝', '拟似', '盲育', '洲州', '元无', '厂广', '万方', '宇字', '体休', '办为', '个介', '从丛', '区巨', '支文', '平乎', '吉古', '贫贪', '卷券', '检捡', '购构沟', '服报',
              '网冈同', '会合', '全金', '财材', '予子', '政攻', '补朴', '助肋', '障章', '监盐', '溢益', '推堆', '环坏', '机杌', '杠杆杜', '权仅', '数教', '测侧则', '维准', '升开', '运远', '达迖', '及又', '目自且', '由田', '县且', '局届']


class Texts:
    def __init__(self, seed):
        import jieba
        self.rng = random.Random(seed)
        self.known = set(characters.classes())
        words, weights = [], []
        with open(Path(jieba.__file__).with_name('dict.txt'), encoding='utf-8') as lines:
            for line in lines:
                word, count, _ = line.split(' ')
                if all(c in self.known for c in word):
                    words.append(word)
                    weights.append(float(count) ** 0.6 + 1)
        self.words, self.sums = words, list(itertools.accumulate(weights))
        hanzi = characters.hanzi()
        self.rare = hanzi[characters.LEVEL1:] + list(characters.MORE_HANZI)
        self.common = hanzi[:characters.LEVEL1]
        self.classes = characters.classes()
        self.other = [c for c in self.classes if not '一' <= c <= '鿿']
        self.phrases = []
        for path in sorted(PHRASES.glob('*.json')):
            self.collect(json.loads(path.read_text(encoding='utf-8')))

    def collect(self, value):
        if isinstance(value, str):
            self.phrases.append(value)
        elif isinstance(value, dict):
            for v in value.values():
                self.collect(v)
        elif isinstance(value, list):
            for v in value:
                self.collect(v)

    def word(self):
        return self.words[bisect.bisect(self.sums, self.rng.random() * self.sums[-1])]

    def number(self):
        r = self.rng
        k = r.random()
        if k < 0.25:
            return f'{r.random() * 10 ** r.randint(0, 6):.{r.choice([1, 2, 2, 2])}f}'
        if k < 0.45:
            return f'{r.random() * 10 ** r.randint(3, 8):,.{r.choice([0, 2])}f}'
        if k < 0.6:
            return r.choice(['100', '95', '90', '98', '85', '80', '99', '5', '1', '0.00', '10', '50', '1000', '25', '75', '60'])
        return str(r.randint(0, 10 ** r.randint(1, 7)))

    def date(self):
        r = self.rng
        year, month, day = r.randint(2012, 2030), r.randint(1, 12), r.randint(1, 31)
        return r.choice([f'{month}月底', f'{month}月底前', f'{year}年', f'{year}年{month}月底前', f'{year}年{month}月{day}日', f'{year}-{month:02}-{day:02}', f'{year}年{month}月', f'{day}日前',
                         f'第{r.choice("一二三四")}季度', f'{year % 100}年底', f'{year}/{month}/{day}', f'每月{day}日', f'{year}.{month}', f'{month}:{day:02}'])

    def value(self):
        r = self.rng
        k = r.random()
        if k < 0.3:
            return r.choice(SIGNS) + self.number() + r.choice(UNITS)
        if k < 0.5:
            return r.choice(SIGNS) + self.number() + r.choice(['%', '%', '%', '％', '‰'])
        if k < 0.6:
            return self.date()
        if k < 0.72:
            full = ''.join(r.choice(CODE) for _ in range(21))
            if r.random() < 0.6:
                full = f'{r.randint(110000, 659999)}{r.randint(15, 29)}P{r.randint(0, 99999999999):011}{r.choice(CODE)}'
            return full if r.random() < 0.4 else r.choice([full[:19], full[19:], full[:17], full[-4:], full[:r.randint(4, 20)]])
        if k < 0.84:
            return self.number()
        if k < 0.9:
            return f'{r.choice(SIGNS)}{self.number()}{r.choice(["-", "～", "~", "—", "至"])}{self.number()}{r.choice(UNITS)}'
        if k < 0.95:
            return r.choice(['〔', '[', '（', '【']) + str(r.randint(2010, 2029)) + r.choice(['〕', ']', '）', '】']) + f'{r.randint(1, 999)}号'
        return ''.join(r.choice('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789') for _ in range(r.randint(1, 8)))

    def bracketed(self):
        """Signs that stand close together."""
        r = self.rng
        inner = r.choice(['%', '%', '%', '‰', r.choice(UNITS), r.choice(UNITS), self.number(), self.word(), '含' + self.word(), self.number() + r.choice(UNITS)])
        left, right = r.choice(['()', '()', '()', '（）', '（）', '（）', '[]', '〔〕', '【】', '《》', '“”'])
        text = self.word() + left + inner + right
        k = r.random()
        if k < 0.3:
            text += r.choice(['（', '(', '，', '、', '；', '。', '：']) + self.word()
            text += r.choice(['', '', '）', ')'])
        elif k < 0.4:
            text = r.choice('（(“《') + text + r.choice('）)”》')
        elif k < 0.5:
            text += r.choice(['≥', '≤', '<', '>', '=', '']) + self.number() + r.choice(['%', '', r.choice(UNITS)])
        return text

    def segment(self):
        """A short text in one font."""
        r = self.rng
        if r.random() < 0.12:
            return self.bracketed()
        k = r.random()
        if k < 0.34:
            text = ''
            for _ in range(r.randint(1, 7)):
                text += self.word()
                if r.random() < 0.22:
                    text += r.choice('，，，、、。；：，、（）“”《》·—-%')
            return text
        if k < 0.58:
            text = self.value()
            if r.random() < 0.3:
                text = self.word() + text
            if r.random() < 0.3:
                text += r.choice(['', '，', '；', '。', '、', '（', '）']) + self.word()
            return text
        if k < 0.66 and self.phrases:
            return ''.join(r.choice(self.phrases) for _ in range(r.randint(1, 3)))[:24]
        if k < 0.76:
            group = r.choice(LOOK_ALIKE)
            text = ''
            for _ in range(r.randint(1, 4)):
                text += r.choice(group)
                if r.random() < 0.7:
                    text += self.word() if r.random() < 0.7 else r.choice(self.common)
            return text
        if k < 0.82:
            return ''.join(r.choice(self.other) if r.random() < 0.5 else r.choice(self.common) for _ in range(r.randint(1, 8)))
        if k < 0.92:
            return ''.join(r.choice(self.common) for _ in range(r.randint(1, 10)))
        return ''.join(r.choice(self.rare) if r.random() < 0.7 else r.choice(self.common) for _ in range(r.randint(1, 8)))
