// Chinese full-text search over names, aliases and document texts: the cjk analyzer indexes pairs of
// characters, so that 光电 is found inside 武汉光电产业园. It is brought up to date right after a load, not in
// it: loads stay fast. The embedded store has no such analyzer.

// zonegraph_text
CREATE FULLTEXT INDEX zonegraph_text IF NOT EXISTS
FOR (n:Zonegraph)
ON EACH [n.name, n.aliases, n.text]
OPTIONS {indexConfig: {`fulltext.analyzer`: 'cjk', `fulltext.eventually_consistent`: true}};
