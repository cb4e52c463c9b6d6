using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("Ante.Editor")]
[assembly: InternalsVisibleTo("Ante.Unity.Tests")]
