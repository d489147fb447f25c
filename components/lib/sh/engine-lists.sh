# engine_lists SOCKET [PATH FORM]...: what an engine lists, by two processes. FORM is the path under which a thing of that list is asked for
# in full, with @ for its id, or empty. Sets, by each list's place from 0: lists (as answered), ids (of its containers or networks, with
# spaces between), tags (of its images, as the inside of a JSON array) and full (what was asked for in full, the same).
engine_lists() {
    local socket=$1 paths=() forms=() try said at what things whose each
    shift
    while (($# > 0)); do
        paths+=("$1") forms+=("$2")
        shift 2
    done
    # What somebody removes between the two questions is no error: both are asked again.
    for try in 1 2 3 4 5; do
        said=$(engine_get "$socket" "${paths[@]}") || return
        mapfile -t lists <<<"$said"
        ids=() tags=() full=() things=() whose=()
        # None of these is ever found in what a person wrote: a text has a backslash before each of its quotation marks, and labels, which are
        # texts and in the order of their names, have neither a list nor Created after an Id.
        while IFS=: read -r at what; do
            at=$((at - 1))
            case $what in
                '"Id":'*)
                    what=${what#'"Id":"'}
                    what=${what%%\"*} ids[at]+=${ids[at]:+ }$what
                    [[ -z ${forms[at]} ]] || things+=("${forms[at]/@/$what}") whose+=("$at")
                    ;;
                '"RepoTags":["'*) tags[at]+=${tags[at]:+,}${what:12:-1} ;;
            esac
        done < <(grep -noE '"Id":"[0-9a-z]+","(Names":\[|Created":")|"RepoTags":\[[^]]*\]' <<<"$said")
        ((${#things[@]} > 0)) || return 0
        said=$(engine_get "$socket" "${things[@]}") && break
        ((try < 5)) || return 1
    done
    mapfile -t each <<<"$said"
    for at in "${!whose[@]}"; do full[whose[at]]+=${full[whose[at]]:+,}${each[at]}; done
}
