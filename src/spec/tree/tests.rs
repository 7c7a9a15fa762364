use super::*;
use crate::diagnostics::{Code, codes};
use proptest::prelude::*;
use serde_json::json;

fn tree(text: &str) -> Tree {
    let parsed = parse(text);
    assert_eq!(parsed.problems, vec![], "{text}");
    parsed.tree.expect("a tree")
}

/// Code and text at the place of each problem.
fn problems(text: &str) -> Vec<(Code, &str)> {
    parse(text).problems.iter().map(|p| (p.code(), &text[p.span().start as usize..p.span().end as usize])).collect()
}

fn written<'t>(tree: &Tree, text: &'t str, pointer: &str) -> &'t str {
    let span = tree.node(tree.find(pointer).expect(pointer).node).span.clone();
    &text[span.start as usize..span.end as usize]
}

#[test]
fn scalars_follow_the_core_schema() {
    let text = r#"{a: 1, b: -2.5, c: true, d: ~, e: x, f: '1', g: 0x1F, h: 0o17, i: 1e3, j: .5, k: 1.2.3, l: 2027-12-31, m: "-", n: +7}"#;
    let value = json!({"a": 1, "b": -2.5, "c": true, "d": null, "e": "x", "f": "1", "g": 31, "h": 15, "i": 1000,
        "j": 0.5, "k": "1.2.3", "l": "2027-12-31", "m": "-", "n": 7});
    // The key `n` is one of YAML 1.1's words.
    let parsed = parse(text);
    assert_eq!(parsed.problems.iter().map(|p| p.is_error()).collect::<Vec<_>>(), vec![false]);
    assert_eq!(parsed.tree.unwrap().to_json(), value);
}

#[test]
fn nodes_are_numbered_in_order_and_know_their_bytes() {
    let text = "dataset: t\ncolumns:\n  - {name: a, type: string}\n  - name: \"ñu\"\n    type:\nend: x\n";
    let tree = tree(text);
    assert_eq!(written(&tree, text, "/dataset"), "t");
    assert_eq!(written(&tree, text, "/columns/0"), "{name: a, type: string}");
    assert_eq!(written(&tree, text, "/columns/1/name"), "\"ñu\"");
    assert_eq!(written(&tree, text, "/columns/1/type"), "type", "nothing written: the key's place");
    assert_eq!(written(&tree, text, "/columns"), "- {name: a, type: string}\n  - name: \"ñu\"\n    type");
    assert_eq!(tree.find("/columns/0/type").unwrap().key_span, Some(34..38));
    assert_eq!(&text[34..38], "type");
    assert_eq!(tree.find("/columns/2"), None);
    assert_eq!(tree.find("/dataset/x"), None);
    let order: Vec<NodeId> =
        ["", "/dataset", "/columns", "/columns/0", "/columns/0/name", "/columns/0/type", "/columns/1"]
            .map(|p| tree.find(p).unwrap().node)
            .into();
    assert_eq!(order, (0..7).collect::<Vec<_>>());
    assert_eq!(tree.spans().len(), 10);
}

#[test]
fn multi_line_scalars_end_with_their_text() {
    let text = "a: |\n  one\n  two\n\nb: >-\n  x\n  y\nc: p\n  q\nd: 1\n";
    let tree = tree(text);
    assert_eq!(tree.to_json(), json!({"a": "one\ntwo\n", "b": "x y", "c": "p q", "d": 1}));
    assert!(written(&tree, text, "/a").ends_with("two"));
    assert!(written(&tree, text, "/b").ends_with('y'));
    assert_eq!(written(&tree, text, "/c"), "p\n  q");
}

#[test]
fn wrapped_leaves_carry_their_origin() {
    let tree = tree("{kind: s3, x: 1, none: , list: [a, {rule: r}]}");
    let wrapped = tree.to_wrapped(|node| node + 100, |node| node == 1);
    let leaf = |v: Value, at: u32| json!([v, at]);
    let list = json!([leaf(json!("a"), 105), {"rule": leaf(json!("r"), 107)}]);
    assert_eq!(wrapped, json!({"kind": "s3", "x": leaf(json!(1), 102), "none": null, "list": list}));
}

#[test]
fn byte_order_mark_and_crlf_keep_positions() {
    let text = "\u{feff}a: 1\r\nb: [x,\r\n  v]\r\nc: z\r\n";
    let tree = tree(text);
    assert_eq!(tree.to_json(), json!({"a": 1, "b": ["x", "v"], "c": "z"}));
    assert_eq!(tree.entry(Tree::ROOT, "a").unwrap().key_span, 3..4);
    assert_eq!(written(&tree, text, "/b/1"), "v");
    assert_eq!(written(&tree, text, "/c"), "z");
}

#[test]
fn duplicate_keys_show_both_and_keep_the_first() {
    let text = "a: 1\nb: 2\na: 3\n'a': 4\n";
    let parsed = parse(text);
    assert_eq!(problems(text), [(codes::DUPLICATE_KEY, "a"), (codes::DUPLICATE_KEY, "'a'")]);
    assert_eq!(parsed.tree.unwrap().to_json(), json!({"a": 1, "b": 2}));
    let mut map = crate::diagnostics::SourceMap::default();
    let file = map.add("x.yaml", text, vec![]);
    let finding = parsed.problems[0].clone().in_file(file);
    let crate::diagnostics::Where::Place(first) = &finding.related[0].at else { panic!("a place") };
    assert_eq!((first.span.clone(), finding.related[0].text.as_str()), (0..1, "first written here"));
}

#[test]
fn what_is_no_spec_yaml_is_refused_where_it_stands() {
    let bad = codes::UNSUPPORTED_YAML;
    assert_eq!(problems("a: !!str 1\nb: !x [1]\nc: ! {}"), [(bad, "!!str"), (bad, "!x"), (bad, "!")]);
    assert_eq!(problems("a: {x: 1}\n<<: {z: 2}"), [(bad, "<<")]);
    assert_eq!(problems("a: 1\n---\nb: 2\n"), [(bad, "---")]);
    assert_eq!(problems("a: 99999999999999999999\nb: .inf\nc: -.INF\nd: .NaN\ne: 1e999").len(), 5);
    assert_eq!(problems("? [a]\n: 1\n")[0].0, bad);
    assert_eq!(problems("a: &x [*x]"), [(bad, "*x")]);
    assert_eq!(problems(""), [(codes::EMPTY, "")]);
    assert_eq!(problems("# only a comment\n"), [(codes::EMPTY, "")]);
}

#[test]
fn a_broken_value_does_not_hide_the_rest() {
    let parsed = parse("a: 99999999999999999999\nb: !t x\nc: yes\nd: 010\ne: 12:30\nf: 1_000\n");
    let errors: Vec<bool> = parsed.problems.iter().map(Problem::is_error).collect();
    assert_eq!(errors, [true, true, false, false, false, false]);
    let tree = parsed.tree.unwrap();
    assert_eq!(tree.node(tree.find("/a").unwrap().node).data, Data::Broken);
    assert_eq!(tree.to_json(), json!({"a": null, "b": "x", "c": "yes", "d": "010", "e": "12:30", "f": "1_000"}));
}

#[test]
fn syntax_errors_point_at_the_character() {
    assert_eq!(problems("a: 1\nb: \"x\n"), [(codes::SYNTAX, "\"")]);
    assert_eq!(problems("a: [1, 2\nb: 3\n")[0].0, codes::SYNTAX);
    assert_eq!(problems("a: *nobody\n"), [(codes::SYNTAX, "*")]);
    assert_eq!(problems("a:\n\t- x\n")[0].0, codes::SYNTAX);
}

#[test]
fn aliases_repeat_values_written_at_the_alias() {
    let text = "a: &x {k: [1, 2]}\nb: *x\n";
    let tree = tree(text);
    assert_eq!(tree.to_json()["b"], json!({"k": [1, 2]}));
    for pointer in ["/b", "/b/k", "/b/k/1"] {
        assert_eq!(written(&tree, text, pointer), "*x");
    }
    assert_eq!(written(&tree, text, "/a/k/1"), "2");
}

#[test]
fn an_alias_bomb_ends_at_the_limit() {
    let mut text = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
    for i in 1..9 {
        let last = format!("*a{}", i - 1);
        text += &format!("a{i}: &a{i} [{}]\n", vec![last; 9].join(", "));
    }
    let found = problems(&text);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].0, codes::UNSUPPORTED_YAML);
    assert!(found[0].1.starts_with("*a"));
}

#[test]
fn depth_ends_at_the_limit() {
    for text in ["[".repeat(20_000), "- ".repeat(20_000), format!("a: {}", "{a: ".repeat(20_000))] {
        assert_eq!(problems(&text)[0].0, codes::UNSUPPORTED_YAML, "{}", &text[..8]);
    }
    assert!(parse(&("[".repeat(32) + &"]".repeat(32))).tree.is_some());
    assert!(parse(&("[".repeat(34) + &"]".repeat(34))).tree.is_none());
    let steps: String = (1..40).map(|i| format!("a{i}: &a{i} [*a{}]\n", i - 1)).collect();
    assert_eq!(problems(&format!("a0: &a0 [x]\n{steps}"))[0].0, codes::UNSUPPORTED_YAML);
}

#[test]
fn many_keys_are_read_in_order() {
    let text: String = (0..1_100).rev().map(|i| format!("key_{i}: {i}\n")).collect();
    let tree = tree(&text);
    assert_eq!(tree.entries(Tree::ROOT).len(), 1_100);
    assert_eq!(tree.entries(Tree::ROOT)[0].key, "key_1099");
    assert_eq!(problems(&format!("{text}key_7: again\n")), [(codes::DUPLICATE_KEY, "key_7")]);
}

#[test]
fn size_is_limited() {
    assert_eq!(problems(&format!("a: {}", "x".repeat(1 << 20)))[0].0, codes::UNSUPPORTED_YAML);
    let many = format!("[{}]", "1,".repeat(50_000));
    assert_eq!(problems(&many)[0].0, codes::UNSUPPORTED_YAML);
}

fn check_spans(text: &str) {
    let parsed = parse(text);
    let keys = parsed.tree.iter().flat_map(|t| (0..t.spans().len()).flat_map(|n| t.entries(n as u32)));
    let spans = (parsed.tree.iter().flat_map(Tree::spans))
        .chain(parsed.problems.iter().map(Problem::span))
        .chain(keys.map(|e| e.key_span.clone()));
    for span in spans {
        assert!(text.get(span.start as usize..span.end as usize).is_some(), "{span:?} of {text:?}");
    }
    if let Some(tree) = &parsed.tree {
        tree.to_json();
        assert!(!tree.spans().is_empty());
    }
}

proptest! {
    #[test]
    fn any_text_is_read_without_a_panic(text in any::<String>()) {
        check_spans(&text);
    }

    #[test]
    fn yaml_like_text_is_read_without_a_panic(
        text in "(a|ñ|\u{feff}|\u{2028}|[-:?,#&*!|>%@`'\"{}\\[\\]0-9.~<=]|&x|\\*x|: |- |\n|\r\n| {1,3}|\t|---|!!){0,40}"
    ) {
        check_spans(&text);
    }
}

/// Every character of the value of the scalar at `/a` is found where it was written, and so is the whole.
fn found_within(text: &str) {
    let tree = parse(text).tree.unwrap_or_else(|| panic!("{text:?} does not parse"));
    let mut map = crate::diagnostics::SourceMap::default();
    let file = map.add("a.yaml", text, tree.spans());
    let found = tree.find("/a").expect("a key `a`");
    let Data::Str(value) = &tree.node(found.node).data else { panic!("{text:?} is no text") };
    let at = crate::model::At { value: value.clone(), at: map.origin(file, found.node) };
    let place = |span: std::ops::Range<usize>| map.place_within(&at.within(span)).expect("a place").span;
    let content = value.trim_end_matches('\n');
    let mut last = 0;
    for (start, c) in content.char_indices().filter(|(_, c)| !c.is_whitespace()) {
        let span = place(start..start + c.len_utf8());
        let written = &text[span.start as usize..span.end as usize];
        let escaped = written.starts_with('\\') || written == "''";
        assert!(escaped || written.chars().eq([c]), "{text:?}: {c:?} of {value:?} is said to be {written:?}");
        assert!(span.start >= last, "{text:?}: {c:?} stands before what it follows");
        last = span.end;
    }
    assert!(!content.is_empty(), "{text:?} has no content");
}

#[test]
fn the_parts_of_a_scalar_are_found_where_they_were_written() {
    for text in [
        "a: monto / trm\n",
        "a: &x monto / trm # tasa\n",
        "a: monto >\n  0 and\n\n   año = 1\n",
        "a: monto >\r\n  0 and\r\n   tipo = 1\r\n",
        "a:\n  monto\n  > 0\nb: 1",
        "{a: monto > 0, b: 1}",
        "a: 'it''s ''ñ'' and 😀'",
        "a: 'one\n\n  two\n  three'",
        r#"a: "tab\t \"q\" \u00e9 \x41 \U0001F600 \\ fin""#,
        "a: \"one \\\n   two\\\n\n   \\ three\n   four\"",
        "a: |\n  monto > 0\n    and x\n\n  or año = '😀'\nb: 1\n",
        "a: |-\r\n  monto\r\n  > 0\r\nb: 1\r\n",
        "a: >\n  monto > 0\n  and x\n\n  or y\n    more\n  z\n\n    w\n\n  v\n",
        "a: >-  # why\n  monto\n  > 0",
        "a: |+\n\n  first\n  second\n\n\n",
        "a: |2\n   two\n  one\n",
    ] {
        found_within(text);
    }
}

#[test]
fn a_token_that_is_not_there_is_not_pointed_at() {
    let text = "b: &x monto\na: *x\n";
    let tree = parse(text).tree.expect("a tree");
    let mut map = crate::diagnostics::SourceMap::default();
    let file = map.add("a.yaml", text, tree.spans());
    let node = map.origin(file, tree.find("/a").expect("a key").node);
    let within = crate::diagnostics::Within { node, span: 0..3, text: "mon".to_string() };
    assert_eq!(map.place_within(&within).map(|p| p.span), Some(15..17), "an alias has no parts");
}
