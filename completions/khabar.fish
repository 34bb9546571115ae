# fish completion for khabar. A test checks it against `khabar COMMAND --help`.

set -l all code explain add query extract annotate parse judge eval lexicon
set -l coding code explain add extract annotate parse judge

complete -c khabar -n "not __fish_seen_subcommand_from $all" -f
complete -c khabar -n "not __fish_seen_subcommand_from $all" -l version -d 'the version'
complete -c khabar -l help -d 'help'
complete -c khabar -n "not __fish_seen_subcommand_from $all" -a code -d 'events: a table on a terminal, JSON Lines in a pipe'
complete -c khabar -n "not __fish_seen_subcommand_from $all" -a explain -d 'the text with its evidence marked, and why each event was coded'
complete -c khabar -n "not __fish_seen_subcommand_from $all" -a add -d 'codes and keeps articles and events in a database'
complete -c khabar -n "not __fish_seen_subcommand_from $all" -a query -d 'the events of a database'
complete -c khabar -n "not __fish_seen_subcommand_from $all" -a extract -d 'what of the input is text'
complete -c khabar -n "not __fish_seen_subcommand_from $all" -a annotate -d 'layers of a text as JSON'
complete -c khabar -n "not __fish_seen_subcommand_from $all" -a parse -d 'trees as CoNLL-U'
complete -c khabar -n "not __fish_seen_subcommand_from $all" -a judge -d 'a judgement for each given span'
complete -c khabar -n "not __fish_seen_subcommand_from $all" -a eval -d 'scores against a data set'
complete -c khabar -n "not __fish_seen_subcommand_from $all" -a lexicon -d 'looks after tables'

complete -c khabar -n "__fish_seen_subcommand_from $coding" -l date -x -d 'when the articles were published'
complete -c khabar -n "__fish_seen_subcommand_from $coding" -l outlet -x -d 'who published them'
complete -c khabar -n "__fish_seen_subcommand_from $coding" -l jobs -x -d 'worker threads; 0 all processors'
complete -c khabar -n "__fish_seen_subcommand_from $coding" -l offsets -x -a 'bytes chars' -d 'unit of offsets'
complete -c khabar -n "__fish_seen_subcommand_from $coding eval" -l no-gate -d 'read every sentence in full'
complete -c khabar -n "__fish_seen_subcommand_from $coding eval" -l lexicon -r -d 'tables laid over ours'
complete -c khabar -n "__fish_seen_subcommand_from code explain add judge" -l rules-only -d 'no learned judgement'
complete -c khabar -n "__fish_seen_subcommand_from code explain add query" -l min-confidence -x -d 'leave out events below'
complete -c khabar -n "__fish_seen_subcommand_from code query" -l format -x -a 'table jsonl csv' -d 'how events are printed'
complete -c khabar -n "__fish_seen_subcommand_from explain" -l format -x -a 'text jsonl' -d 'how it is printed'
complete -c khabar -n "__fish_seen_subcommand_from extract" -l text -d 'plain text, not JSON'
complete -c khabar -n "__fish_seen_subcommand_from annotate" -l layers -x -a 'paragraphs sentences tokens names times places actors statements mentions' -d 'which layers'
complete -c khabar -n "__fish_seen_subcommand_from annotate parse eval" -l tokens -d 'input is CoNLL-U'
complete -c khabar -n "__fish_seen_subcommand_from eval" -l types -x -a 'all PER ORG LOC FAC NORP DATE MONEY PROD MISC' -d 'of names'
complete -c khabar -n "__fish_seen_subcommand_from annotate" -l whole-text -d 'read forms, credits and advertisement as well'
complete -c khabar -n "__fish_seen_subcommand_from eval" -a 'syntax names'
complete -c khabar -n "__fish_seen_subcommand_from lexicon" -a check

complete -c khabar -n "__fish_seen_subcommand_from add query" -l db -r -d 'the database'
complete -c khabar -n "__fish_seen_subcommand_from query" -l from -x -d 'on or after that day'
complete -c khabar -n "__fish_seen_subcommand_from query" -l to -x -d 'on or before that day'
complete -c khabar -n "__fish_seen_subcommand_from query" -l country -x -d 'country of the place'
complete -c khabar -n "__fish_seen_subcommand_from query" -l actor -x -d 'id, name, country or country:sector'
complete -c khabar -n "__fish_seen_subcommand_from query" -l type -x -a 'AGREE CONSULT SUPPORT CONCEDE COOPERATE AID RETREAT REQUEST ACCUSE REJECT THREATEN PROTEST SANCTION MOBILIZE COERCE ASSAULT' -d 'PLOVER type'
complete -c khabar -n "__fish_seen_subcommand_from query" -l mode -x -d 'PLOVER mode'
complete -c khabar -n "__fish_seen_subcommand_from query" -l status -x -a 'occurred ongoing future hypothetical negated' -d 'did it happen'
complete -c khabar -n "__fish_seen_subcommand_from query" -l text -x -d 'words of the article'
complete -c khabar -n "__fish_seen_subcommand_from query" -l article -x -d 'events of one article'
complete -c khabar -n "__fish_seen_subcommand_from query" -l limit -x -d 'no more than'
complete -c khabar -n "__fish_seen_subcommand_from query" -l superseded -d 'also replaced versions'
