rows = <% if let Some(as_of) = as_of %><{ as_of|mark }>join_as_of<% else %>join<% endif %>(rows, inputs[<{ dataset|lit }>], on=<{ on|lit }>, take=<{ take|lit }>)
