# keta completion for fish:  keta completion fish | source
function __keta_complete
    set -l words (commandline -opc)
    set -e words[1]
    set -l current (commandline -ct)
    set -l found (env KETA_COMPLETE=1 keta $words "$current" 2>/dev/null)
    switch "$found[1]"
        case \tdirectory \tfile
            set -l option (string match -r -- '^--[^=]*=' "$current")
            set -l place (string replace -r -- '^--[^=]*=' '' "$current")
            if test "$found[1]" = \tdirectory
                printf '%s\n' "$option"(__fish_complete_directories "$place" '')
            else
                printf '%s\n' "$option"(__fish_complete_path "$place")
            end
        case '*'
            printf '%s\n' $found
    end
end
complete -c keta -f -k -a "(__keta_complete)"
