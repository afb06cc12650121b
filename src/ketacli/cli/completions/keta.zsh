#compdef keta
# keta completion for zsh:  eval "$(keta completion zsh)"  or save as _keta in a folder of $fpath
_keta() {
    local line
    local -a lines values
    lines=("${(@f)$(KETA_COMPLETE=1 keta "${(@)words[2,CURRENT]}" 2>/dev/null)}")
    case "${lines[1]}" in
        $'\tdirectory') compset -P '--*='; _files -/; return ;;
        $'\tfile') compset -P '--*='; _files; return ;;
    esac
    for line in "${lines[@]}"; do
        [[ -n "$line" ]] || continue
        if [[ "$line" == *$'\t'* ]]; then
            values+=("${${line%%$'\t'*}//:/\\:}:${line#*$'\t'}")
        else
            values+=("${line//:/\\:}")
        fi
    done
    (( $#values )) && _describe -t values 'keta' values
}
if [ "$funcstack[1]" = "_keta" ]; then
    _keta "$@"
else
    compdef _keta keta
fi
