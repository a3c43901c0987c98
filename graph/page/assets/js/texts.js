const TEXTS = {
  zh: {
    skip: "跳到表格", searchLabel: "搜索", searchHint: "搜索名称、别名、原文或拼音首字母", results: "搜索结果", tools: "工具", views: "视图",
    viewGraph: "图谱", viewMap: "全景", viewTable: "表格", filters: "筛选", export: "导出", exportPng: "图片 PNG", exportSvg: "矢量图 SVG",
    exportNodes: "节点 CSV", exportEdges: "关系 CSV", print: "打印", copyLink: "复制当前视图链接", copied: "链接已复制", otherLanguage: "English", switchLanguage: "Switch to English",
    theme: "深色", help: "帮助与快捷键", types: "类型", relations: "关系", narrow: "筛选", zone: "园区", document: "来源文档", years: "时间",
    yearFrom: "从", yearTo: "到", confidence: "最低置信度", reset: "清除筛选", graphLabel: "知识图谱", mapLabel: "全景图", tableLabel: "表格",
    graphHelp: "方向键移到相邻节点，回车展开，斜杠搜索，问号看全部快捷键。表格视图列出同样的内容。",
    zoom: "缩放", zoomIn: "放大", zoomOut: "缩小", zoomFit: "全图", timeline: "时间轴", details: "详情", everything: "全部",
    stats: "显示 {shown} / {nodes} 个节点 · {edges} 条关系", emptyGraph: "图谱里还没有内容。", emptyFilter: "没有符合筛选条件的节点。",
    noResult: "没有找到“{text}”", inSentence: "原文", resultCount: "{count} 个结果", more: "还有 {count} 个",
    properties: "属性", sources: "原文依据", aliases: "又名：{names}", noSources: "无原文依据", noText: "本页不含全文，只保留引文。",
    oneHop: "一跳", twoHops: "二跳", allHops: "全部", pathTo: "路径到…", pathHint: "输入另一节点的名称", path: "路径", noPath: "两者之间没有路径。", pathLength: "{count} 步",
    expandMore: "再展开 {count} 个", collapse: "收起", evidenceOf: "依据", showAll: "显示全部 {count} 条", wholeSentence: "全句", characters: "字符 {start}–{end}",
    confidenceOf: "置信度 {score}%", by: "出自 {name}", zones: "园区", documents: "文档", hubs: "关联最多", relationCount: "关系",
    name: "名称", type: "类型", date: "日期", sentence: "原文", from: "起点", to: "终点", relation: "关系", documentCount: "文档数", rows: "显示前 {shown} 行，共 {count} 行", showMore: "显示更多",
    nodes: "节点", edges: "关系", yes: "是", no: "否", close: "关闭", selectedNode: "已选中 {name}", 
    intro: "点选节点，查看属性、关系和原文依据；点选连线，查看这条关系的依据。", perPeriod: "{period}：{count} 份文档",
    shortcuts: [["/", "搜索"], ["← ↑ → ↓", "移到相邻节点"], ["Enter", "展开所选节点"], ["1 · 2 · 0", "只看一跳、二跳、全部"], ["+ · −", "放大、缩小"], ["f", "全图"], ["g · m · t", "图谱、全景、表格"], ["p", "到另一节点的路径"], ["Esc", "取消选择"], ["?", "本帮助"]],
  },
  en: {
    skip: "Skip to the table", searchLabel: "Search", searchHint: "Name, alias, sentence or pinyin initials", results: "Results", tools: "Tools", views: "Views",
    viewGraph: "Graph", viewMap: "Map", viewTable: "Table", filters: "Filters", export: "Export", exportPng: "Picture (PNG)", exportSvg: "Vector (SVG)",
    exportNodes: "Nodes (CSV)", exportEdges: "Relations (CSV)", print: "Print", copyLink: "Copy link to this view", copied: "Link copied", otherLanguage: "中文", switchLanguage: "切换到中文",
    theme: "Dark", help: "Help and keys", types: "Types", relations: "Relations", narrow: "Filters", zone: "Zone", document: "Document", years: "Time",
    yearFrom: "From", yearTo: "To", confidence: "Least confidence", reset: "Clear filters", graphLabel: "Knowledge graph", mapLabel: "Overview map", tableLabel: "Table",
    graphHelp: "Arrow keys move to the next node, Enter expands, slash searches, question mark lists all keys. The table view holds the same.",
    zoom: "Zoom", zoomIn: "Zoom in", zoomOut: "Zoom out", zoomFit: "Whole graph", timeline: "Time line", details: "Details", everything: "All",
    stats: "{shown} of {nodes} nodes · {edges} relations", emptyGraph: "This graph is empty.", emptyFilter: "No node passes the filters.",
    noResult: "Nothing found for “{text}”", inSentence: "sentence", resultCount: "{count} results", more: "{count} more",
    properties: "Properties", sources: "Sources", aliases: "Also: {names}", noSources: "No source sentence", noText: "This page holds quotes only, not the sentences around them.",
    oneHop: "1 hop", twoHops: "2 hops", allHops: "All", pathTo: "Path to…", pathHint: "Name of another node", path: "Path", noPath: "No path joins the two.", pathLength: "{count} steps",
    expandMore: "Expand {count} more", collapse: "Collapse", evidenceOf: "source", showAll: "Show all {count}", wholeSentence: "whole sentence", characters: "characters {start}–{end}",
    confidenceOf: "confidence {score}%", by: "by {name}", zones: "Zones", documents: "Documents", hubs: "Most related", relationCount: "Relations",
    name: "Name", type: "Type", date: "Date", sentence: "Sentence", from: "From", to: "To", relation: "Relation", documentCount: "Documents", rows: "First {shown} of {count} rows", showMore: "Show more",
    nodes: "Nodes", edges: "Relations", yes: "yes", no: "no", close: "Close", selectedNode: "{name} selected", 
    intro: "Select a node for its properties, relations and source sentences; select a line for the evidence of that relation.", perPeriod: "{period}: {count} documents",
    shortcuts: [["/", "Search"], ["← ↑ → ↓", "Next node"], ["Enter", "Expand the selected node"], ["1 · 2 · 0", "One hop, two hops, all"], ["+ · −", "Zoom in, out"], ["f", "Whole graph"], ["g · m · t", "Graph, map, table"], ["p", "Path to another node"], ["Esc", "Clear the selection"], ["?", "This help"]],
  },
};

const NUMBERS = { zh: new Intl.NumberFormat("zh-CN"), en: new Intl.NumberFormat("en") };
const ATTRIBUTES = { text: null, label: "aria-label", placeholder: "placeholder" };

/** The interface's words in the language that the state says. */
export function createTexts(store) {
  const text = (key, values = {}) => {
    const pattern = TEXTS[store.current.language][key];
    return typeof pattern === "string" ? pattern.replace(/\{(\w+)\}/g, (_, name) => values[name]) : pattern;
  };
  return {
    text,
    label: (thing) => thing[store.current.language],
    number: (value) => NUMBERS[store.current.language].format(value),
    applyTo(root) {
      for (const [kind, attribute] of Object.entries(ATTRIBUTES)) {
        for (const node of root.querySelectorAll(`[data-${kind}]`)) {
          const words = text(node.dataset[kind]);
          if (attribute === null) node.textContent = words;
          else node.setAttribute(attribute, words);
          if (kind === "label" && node.tagName === "BUTTON") node.title = words;
        }
      }
    },
  };
}
