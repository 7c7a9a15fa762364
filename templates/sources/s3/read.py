SOURCE = Csv(delimiter=<{ delimiter|lit }>, encoding=<{ encoding|lit }>, decimal=<{ decimal|lit }>)
