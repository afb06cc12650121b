# keta completion for bash:  eval "$(keta completion bash)"
_keta() {
    local IFS=$'\n' word current found line glue= i
    local -a typed=()
    # Readline splits --option=value at the equals sign: put it together again.
    for (( i = 1; i <= COMP_CWORD; i++ )); do
        word=${COMP_WORDS[i]}
        if (( ${#typed[@]} )) && [[ $glue || $word == '=' ]]; then
            typed[${#typed[@]}-1]+=$word
            glue=
            [[ $word == '=' ]] && glue=1
        else
            typed+=("$word")
        fi
    done
    current=${typed[${#typed[@]}-1]}
    found=$(KETA_COMPLETE=1 keta "${typed[@]}" 2>/dev/null)
    COMPREPLY=()
    case $found in
        $'\tdirectory' | $'\tfile')
            compopt -o filenames 2>/dev/null
            [[ $current == --*=* ]] && current=${current#*=}
            [[ $found == $'\tfile' ]] && COMPREPLY=($(compgen -f -- "$current")) \
                || COMPREPLY=($(compgen -d -- "$current"))
            return ;;
    esac
    while read -r line; do
        [[ $line ]] && COMPREPLY+=("${line%%$'\t'*}")
    done <<< "$found"
    if [[ $current == --*=* && $COMP_WORDBREAKS == *=* ]]; then
        COMPREPLY=("${COMPREPLY[@]#*=}")
    fi
}
complete -o nosort -F _keta keta 2>/dev/null || complete -F _keta keta
