//! What readers need not download: long names between glue and WASM, exports that no page calls, comments in the glue.
//!
//! wasm-bindgen names each import with a hash of 16 digits, which no compressor can shorten, and keeps all that any crate
//! exports. Names are shortened on both sides at once; what is left without a user goes.

use std::collections::BTreeSet;

use anyhow::{Result, bail};
use walrus::Module;

/// Exports of crates below that a page could use and ours does not, by a part of their names: streams for server functions.
const UNUSED: &str = "intounderlying";

/// Takes out what no page uses and shortens the names; gives the glue that fits.
pub(crate) fn trim(module: &mut Module, glue: &str) -> Result<String> {
    let unused: Vec<_> =
        module.exports.iter().filter(|export| export.name.contains(UNUSED)).map(|it| it.id()).collect();
    unused.into_iter().for_each(|export| module.exports.delete(export));
    walrus::passes::gc::run(module);
    let glue = without_unused_classes(glue);
    let glue = shorten_imports(module, &glue)?;
    Ok(compact(&shorten_exports(module, &glue)))
}

/// The glue without the statements at its top level that are about unused classes.
fn without_unused_classes(glue: &str) -> String {
    let mut kept = String::with_capacity(glue.len());
    for statement in statements(glue) {
        if !statement.to_ascii_lowercase().contains(UNUSED) || statement.starts_with("function __wbg_get_imports") {
            kept.push_str(statement);
        }
    }
    kept
}

/// What stands at the top level: each begins with a line that is not indented and does not close one.
fn statements(glue: &str) -> Vec<&str> {
    let mut starts: Vec<usize> = Vec::new();
    let mut at = 0;
    for line in glue.split_inclusive('\n') {
        if line.starts_with(|first: char| !first.is_whitespace() && !"})*".contains(first)) {
            starts.push(at);
        }
        at += line.len();
    }
    let ends = starts.iter().skip(1).copied().chain([glue.len()]);
    starts.iter().zip(ends).map(|(start, end)| &glue[*start..end]).collect()
}

/// Imports get short names, those that the module no longer has go from the glue.
fn shorten_imports(module: &mut Module, glue: &str) -> Result<String> {
    let Some(from) = module.imports.iter().map(|import| import.module.clone()).next() else {
        bail!("nothing is imported")
    };
    if module.imports.iter().any(|import| import.module != from) {
        bail!("the client imports from several modules: {from} and others");
    }
    let mut names = Names::default();
    let renamed: Vec<(String, String)> =
        module.imports.iter().map(|import| (import.name.clone(), names.next())).collect();
    for (import, (_, short)) in module.imports.iter_mut().zip(&renamed) {
        import.module = "g".into();
        import.name.clone_from(short);
    }
    let mut kept = String::with_capacity(glue.len());
    let mut skipping = false;
    let mut found = BTreeSet::new();
    for line in glue.split_inclusive('\n') {
        match entry(line) {
            Some(name) => match renamed.iter().find(|(long, _)| long == name) {
                Some((long, short)) => {
                    skipping = false;
                    found.insert(long);
                    kept.push_str(&line.replacen(name, short, 1));
                }
                None => skipping = true,
            },
            None if skipping && line.starts_with("         ") => {}
            None if skipping && line.trim_start().starts_with('}') && line.starts_with("        ") => skipping = false,
            None => {
                skipping = false;
                kept.push_str(line);
            }
        }
    }
    if found.len() != renamed.len() {
        bail!("the glue has {} of {} imports: has wasm-bindgen changed its layout?", found.len(), renamed.len());
    }
    Ok(kept.replace(&format!("{from:?}"), "\"g\""))
}

/// The name of an import whose function begins in this line.
fn entry(line: &str) -> Option<&str> {
    let rest = line.strip_prefix("        ").filter(|rest| rest.starts_with("__wb"))?;
    rest.split_once(':').map(|(name, _)| name)
}

/// Exports get short names, but for what the page's script calls by the glue's own functions.
fn shorten_exports(module: &mut Module, glue: &str) -> String {
    let mut names = Names::default();
    let mut glue = glue.to_owned();
    let mut longest_first: Vec<_> = module.exports.iter().map(|export| (export.name.clone(), export.id())).collect();
    // One name may begin another.
    longest_first.sort_by_key(|(name, _)| core::cmp::Reverse(name.len()));
    for (name, export) in longest_first {
        let short = names.next();
        glue = glue.replace(&format!("wasm.{name}"), &format!("wasm.{short}"));
        if name.starts_with("wasm_bindgen__") {
            glue = glue.replace(&name, &format!("call_{short}"));
        }
        module.exports.get_mut(export).name = short;
    }
    glue
}

/// Without comments, indentation and empty lines.
fn compact(glue: &str) -> String {
    let lines = glue.lines().map(str::trim);
    let code = lines.filter(|line| !(line.is_empty() || line.starts_with("//") || is_documentation(line)));
    code.fold(String::with_capacity(glue.len()), |code, line| code + line + "\n")
}

fn is_documentation(line: &str) -> bool {
    line.starts_with("/*") || line.starts_with("* ") || line.starts_with("*/") || line == "*"
}

/// `a`, `b` … `z`, `aa`, `ab` …
#[derive(Default)]
struct Names(usize);

impl Names {
    fn next(&mut self) -> String {
        let letter = |at: usize| char::from(b'a' + u8::try_from(at % 26).unwrap_or(0));
        let (first, last) = (self.0 / 26, self.0 % 26);
        self.0 += 1;
        let mut name = if first > 0 { Names(first - 1).next() } else { String::new() };
        name.push(letter(last));
        name
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GLUE: &str = "\
export class IntoUnderlyingSink {
    free() {
        wasm.__wbg_intounderlyingsink_free(this.p, 0);
    }
}
if (Symbol.dispose) IntoUnderlyingSink.prototype[Symbol.dispose] = IntoUnderlyingSink.prototype.free;

/**
 * Called once.
 */
export function hydrate() {
    wasm.hydrate();
}
function __wbg_get_imports() {
    const import0 = {
        __proto__: null,
        __wbg_close_00: function(arg0) {
            arg0.close();
        },
        __wbg_error_11: function() { return handleError(function (arg0) {
            arg0.error();
        }, arguments); },
        __wbg_open_22: function(arg0) {
            // Opens.
            arg0.open();
        },
    };
    return { __proto__: null, \"./client_bg.js\": import0 };
}
";

    fn module() -> Result<Module> {
        let mut module = Module::default();
        let kind = module.types.add(&[], &[]);
        let (close, _) = module.add_import_func("./client_bg.js", "__wbg_close_00", kind);
        let (open, _) = module.add_import_func("./client_bg.js", "__wbg_open_22", kind);
        module.add_import_func("./client_bg.js", "__wbg_error_11", kind);
        module.exports.add("hydrate", close);
        module.exports.add("hydrate_more", open);
        Ok(module)
    }

    #[test]
    fn glue_and_module_agree_on_short_names() -> Result<()> {
        let mut module = module()?;
        let glue = trim(&mut module, GLUE)?;
        for import in module.imports.iter() {
            assert!(glue.contains(&format!("\n{}: function(", import.name)), "{glue}");
            assert_eq!(import.module, "g");
        }
        assert_eq!(module.imports.iter().count(), 2);
        assert!(glue.contains("export function hydrate() {\nwasm.b();") && glue.contains("\"g\": import0"), "{glue}");
        Ok(())
    }

    #[test]
    fn what_nobody_uses_and_what_nobody_reads_is_not_in_the_glue() -> Result<()> {
        let glue = trim(&mut module()?, GLUE)?;
        for gone in ["Underlying", "error", "__wbg_close_00", "Called once", "Opens", "  "] {
            assert!(!glue.contains(gone), "{gone} in {glue}");
        }
        assert!(glue.contains("arg0.open();") && glue.contains("arg0.close();"));
        Ok(())
    }

    #[test]
    fn names_are_as_short_as_they_can_be_and_never_the_same() {
        let mut names = Names::default();
        let all: Vec<String> = (0..800).map(|_| names.next()).collect();
        assert_eq!((all[0].as_str(), all[25].as_str(), all[26].as_str()), ("a", "z", "aa"));
        assert_eq!(all.iter().collect::<BTreeSet<_>>().len(), all.len());
        assert!(all.iter().all(|name| name.len() <= 3));
    }

    #[test]
    fn a_layout_that_is_not_understood_is_refused() -> Result<()> {
        assert!(trim(&mut module()?, "function __wbg_get_imports() {}\n").is_err());
        Ok(())
    }
}
