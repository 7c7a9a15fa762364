Rule(<{ id|lit }>, on_fail=<{ on_fail|lit }>, fails=<{ fails|lit }><% if let Some(scope) = scope %>, scope=<{ scope|lit }><% endif %>)
