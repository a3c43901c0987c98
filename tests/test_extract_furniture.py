"""Page furniture: what a page puts around its text is known, and no text is taken for it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.furniture import find_furniture


@pytest.mark.parametrize(
    "line",
    [
        "您当前的位置:首页 > 专题专栏 > 学习园地",
        "当前位置:首页>>新闻中心>>园区动态",
        "首页 > 政务公开 > 计划总结",
        "首页 新闻中心 政务公开 办事服务 互动交流",
        "发布日期:2024-12-04 11:40 编辑:开发区站管 来源:青岚经济开发区管委会 字号: 阅读:",
        "2021-02-19 16:30 来源:青岚经开区",
        "来源\uff1a青岚日报 作者\uff1a张三 时间\uff1a2023年5月6日",
        "【字号:大 中 小】 【打印】 【关闭】",
        "阅读次数:",
        "字号:【",
        "浏览次数:1024",
        "责任编辑:李四",
        "编辑丨王五 审核丨赵六",
        "(责任编辑:李四)",
        "打印 关闭",
        "打印本页 | 关闭窗口",
        "上一篇:青岚高新区召开经济运行分析会",
        "下一条:关于放假的通知",
        "分享到: 微信 微博",
        "扫一扫在手机打开当前页",
        "版权声明:凡本网注明来源的作品,版权均属本网所有。",
        "版权所有:青岚经济开发区管理委员会",
        "皖ICP备12345678号-1",
        "皖公网安备 34130002000123号 网站标识码:3413000001",
        "联系电话:0557-1234567 传真:0557-7654321",
        "归档时间:",
        "已归档",
        "2023-05-06 10:22:31",
    ],
)
def test_a_line_of_furniture_is_furniture_as_a_whole(line: str) -> None:
    text = f"青岚经开区工作报告\n{line}\n全区完成地区生产总值120亿元。"
    assert [text[start:end] for start, end in find_furniture(text)] == [line]


@pytest.mark.parametrize(
    "line",
    [
        "青岚经开区2020年工作总结及2021年工作计划",
        "李 育 青",
        "(2021年2月4日)",
        "青岚经开区:以更大力度推动园区高质量发展",
        "资金来源:市级财政。",
        "来源于长三角的项目占六成,来自上海的最多。",
        "编辑部设在园区,发行范围是全国。",
        "联系电话号码的企业已全部走访,共计120家。",
        "我们的位置很好。",
        "位置:位于青岚市东部",
        "记者:请问今年的目标是什么?",
        "打印机产业园项目开工",
        "分享经济成为新增长点。",
        "上一篇章已经翻过,下一篇章正在书写。",
        "重点抓好三件事:一是招商;二是项目;三是服务。",
        "时间:全年",
        "首页推荐的企业有三家。",
        "为企业办理ICP备案手续120件",
        "一、总结回顾,准确把握新征程",
        "主办单位为青岚市人民政府。",
    ],
)
def test_text_is_not_furniture(line: str) -> None:
    text = f"青岚经开区工作报告\n{line}\n全区完成地区生产总值120亿元。"
    assert [text[start:end] for start, end in find_furniture(text)] == []


@pytest.mark.parametrize(
    ("line", "piece"),
    [
        ("园区发展迈上新台阶。(责任编辑:李四)", "(责任编辑:李四)"),
        ("园区发展迈上新台阶。(记者 张三 通讯员 李四)", "(记者 张三 通讯员 李四)"),
        ("本报讯(青岚日报记者 张三)昨日,青岚经开区集中签约。", "(青岚日报记者 张三)"),
        ("园区发展迈上新台阶。【来源:青岚日报】", "【来源:青岚日报】"),
    ],
)
def test_a_credit_inside_a_line_is_furniture_and_the_rest_is_text(line: str, piece: str) -> None:
    text = f"青岚经开区\n{line}"
    assert [text[start:end] for start, end in find_furniture(text)] == [piece]


@pytest.mark.parametrize("line", ["签约仪式(记者招待会)于昨日举行。", "会上(来源广泛的代表)发言。"])
def test_brackets_of_the_text_stay_text(line: str) -> None:
    assert find_furniture(line) == ()


def test_a_hostile_row_of_press_names_takes_no_time() -> None:
    assert find_furniture("(" + "报社网台" * 5000) == ()


@given(st.text(alphabet="首页>来源:编辑 记者()【】打印关闭。\n\r2021-年月日园区", max_size=200))
def test_spans_are_ordered_apart_and_inside_the_text(text: str) -> None:
    last = 0
    for start, end in find_furniture(text):
        assert last <= start < end <= len(text)
        assert "\n" not in text[start:end]
        last = end
