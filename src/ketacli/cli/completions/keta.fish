# keta completion for fish:  keta completion fish | source
function __keta_complete
    set -l words (commandline -opc)
    set -e words[1]
    env KETA_COMPLETE=1 keta $words (commandline -ct) 2>/dev/null
end
complete -c keta -f -a "(__keta_complete)"
complete -c keta -n "__fish_seen_subcommand_from check" -F
