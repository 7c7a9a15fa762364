CONTROL = Control(rows=<{ rows|lit }>, sums=<{ sums|lit }>, delimiter=<{ delimiter|lit }>, encoding=<{ encoding|lit }>, decimal=<{ decimal|lit }>)
