# bash completion for khabar. A test checks it against `khabar COMMAND --help`.

_khabar_options() {
    local coding='--help --date --outlet --jobs --offsets --no-gate --lexicon'
    case $1 in
    code) echo "$coding --format --min-confidence --rules-only" ;;
    explain) echo "$coding --format --min-confidence --rules-only" ;;
    add) echo "$coding --min-confidence --rules-only --db" ;;
    query) echo '--help --format --min-confidence --db --from --to --country --actor --type --mode --status --text --article --limit --superseded' ;;
    export) echo '--help --format --min-confidence --db --from --to --country --actor --type --mode --status --text --limit --layout --out --no-heading --lexicon' ;;
    incident) echo '--help --format --db --as-of --from --to --country --type --limit' ;;
    compare) echo '--help --format --min-confidence --db --from --to --country --actor --type --mode --status --with --layout --days --km --lexicon' ;;
    extract) echo "$coding --text" ;;
    annotate) echo "$coding --layers --tokens --whole-text" ;;
    parse) echo "$coding --tokens" ;;
    judge) echo "$coding --rules-only" ;;
    eval) echo '--help --lexicon --no-gate --tokens --types --type --format' ;;
    lexicon) echo '--help' ;;
    *) echo '--help --version' ;;
    esac
}

# Words that an option takes; nothing: a value that only the user knows; "file": a path.
_khabar_values() {
    case $2 in
    --format)
        case $1 in
        explain) echo 'text jsonl' ;;
        export) echo 'csv tsv jsonl geojson gpkg' ;;
        incident) echo 'table jsonl' ;;
        compare | eval) echo 'table jsonl csv' ;;
        *) echo 'table jsonl csv tsv polecat icews gdelt acled ged' ;;
        esac
        ;;
    --layout) [ "$1" = compare ] && echo 'acled ged gdelt polecat' || echo 'polecat icews gdelt acled ged' ;;
    --offsets) echo 'bytes chars' ;;
    --status) echo 'occurred ongoing future hypothetical negated' ;;
    --type) echo 'AGREE CONSULT SUPPORT CONCEDE COOPERATE AID RETREAT REQUEST ACCUSE REJECT THREATEN PROTEST SANCTION MOBILIZE COERCE ASSAULT' ;;
    --layers) echo 'paragraphs sentences tokens names times places actors statements mentions' ;;
    --types) echo 'all PER ORG LOC FAC NORP DATE MONEY PROD MISC' ;;
    --lexicon | --db | --out | --with) echo file ;;
    --date | --outlet | --jobs | --min-confidence | --from | --to | --country | --actor | --mode | --text | --article | --limit | --days | --km)
        [ "$1$2" = extract--text ] || echo none ;;
    esac
}

_khabar() {
    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]} command=${COMP_WORDS[1]} values
    COMPREPLY=()
    if [ "$COMP_CWORD" -eq 1 ]; then
        COMPREPLY=($(compgen -W 'code explain add query export incident compare extract annotate parse judge eval lexicon --help --version' -- "$word"))
        return
    fi
    values=$(_khabar_values "$command" "$before")
    case $values in
    none) ;;
    file) COMPREPLY=($(compgen -f -- "$word")) ;;
    ?*)
        if [[ $before == --layers || $before == --types ]] && [[ $word == *,* ]]; then
            COMPREPLY=($(compgen -P "${word%,*}," -W "$values" -- "${word##*,}"))
        else
            COMPREPLY=($(compgen -W "$values" -- "$word"))
        fi
        ;;
    *)
        if [[ $word == -* ]]; then
            COMPREPLY=($(compgen -W "$(_khabar_options "$command")" -- "$word"))
        elif [ "$command" = lexicon ] && [ "$COMP_CWORD" -eq 2 ]; then
            COMPREPLY=($(compgen -W 'check' -- "$word"))
        elif [ "$command" = eval ] && [ "$COMP_CWORD" -eq 2 ]; then
            COMPREPLY=($(compgen -W 'syntax names events' -- "$word"))
        else
            COMPREPLY=($(compgen -f -- "$word"))
        fi
        ;;
    esac
}

complete -o filenames -F _khabar khabar
