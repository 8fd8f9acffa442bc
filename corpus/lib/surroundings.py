"""What stands around the forms of a document: a cover and pages of prose, which belong to no project."""

CHAPTERS = [('一、主要职责', '二、机构设置情况'), ('一、部门职责', '二、机构设置'), ('（一）部门概况', '（二）预算编制说明')]
MONEY = ['{year}年本部门收入预算{n}万元，其中：一般公共预算拨款收入{m}万元，政府性基金预算拨款收入{k}万元，比上年增加{k}万元。',
         '{year}年支出预算{n}万元，其中：基本支出{m}万元，项目支出{k}万元。', '机关运行经费{k}万元，比上年减少{p}%，主要原因是压减一般性支出。',
         '“三公”经费预算{k}万元，其中：公务用车运行维护费{m}万元，公务接待费0万元。', '政府采购预算{n}万元，国有资产占用情况与上年持平。']


def paragraph(inventor):
    rng = inventor.rng
    r = rng.random()
    if r < 0.4:
        values = {'year': inventor.year, 'n': f'{rng.uniform(100, 90000):.2f}', 'm': f'{rng.uniform(50, 900):.2f}', 'k': f'{rng.uniform(0, 90):.2f}', 'p': rng.randint(1, 20)}
        return ''.join(p.format(**values) for p in rng.sample(MONEY, rng.choice([1, 2])))
    if r < 0.7:
        return ''.join(inventor.pick('overall_goals') for _ in range(rng.choice([1, 2, 3])))
    return ''.join(inventor.pick('safeguards') for _ in range(rng.choice([1, 2])))


def around(inventor):
    """[(kind, text)] before the forms; a quarter of the documents are forms only."""
    rng = inventor.rng
    if rng.random() < 0.25:
        return []
    out = [('cover', f'{inventor.department}{inventor.year}年部门预算')]
    if rng.random() < 0.3:
        return out
    out.append(('part', '部门预算说明'))
    first, second = rng.choice(CHAPTERS)
    for title in (first, second, '三、预算收支及绩效管理情况说明'):
        out.append(('caption', title))
        out += [('prose', paragraph(inventor)) for _ in range(rng.randint(2, 5))]
    return out
