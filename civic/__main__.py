from civic.loading import loading

with loading():
    from civic.cli import main

if __name__ == "__main__":
    main()
