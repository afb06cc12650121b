# keta completion for bash:  eval "$(keta completion bash)"
_keta() {
    local IFS=$'\n'
    COMPREPLY=($(KETA_COMPLETE=1 keta "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null | cut -f1))
}
complete -o default -F _keta keta
