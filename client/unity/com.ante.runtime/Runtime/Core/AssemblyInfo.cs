using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("Ante.Unity")]
[assembly: InternalsVisibleTo("Ante.Core.Tests")]
