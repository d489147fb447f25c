# Runs a command line with files, one after the other, as its standard input: COUNT FILE... WORD...
files=("${@:2:$1}")
for file in "${files[@]}"; do
    [[ -r $file ]] || { printf 'there is no %s; ./lab class up makes it\n' "$file" >&2; exit 1; }
done
exec "${@:$1+2}" < <(cat -- "${files[@]}")
